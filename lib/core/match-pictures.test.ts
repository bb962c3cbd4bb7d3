import { describe, expect, it } from 'vitest';
import { matchPictures } from './match-pictures';
import { readManifest } from './picture-manifest';

const placesOf = (paths: string[], listed = readManifest('', '', 'offer_id')) =>
  matchPictures(paths, listed).groups.map(({ article, pictures }) => [article, pictures.map(({ n }) => n)]);

const manifestOf = (...pictures: object[]) => JSON.stringify({ job: 'j', part: 1, pictures, failed: [] });
const slashed = {
  file: 'SET_12/SET_12_1.jpg',
  number: 1,
  article: 'x',
  offer_id: 'SET/12',
  sku: '77',
  product_id: '5',
};

describe('matchPictures', () => {
  it('takes the article before the last number, in any folder', () => {
    expect(placesOf(['A_1.jpg', 'A/A_2.jpg', 'pack/deep/A_3.png'])).toEqual([['A', [1, 2, 3]]]);
  });

  it.each([
    ['a_b_12_3.jpg', 'a_b_12', 3],
    ['12345_10.jpg', '12345', 10],
    ['00120_2.jpg', '00120', 2],
    ['A__1.jpg', 'A_', 1],
    ['A.B_1.jpg', 'A.B', 1],
    ['Кружка синяя_4.jpg', 'Кружка синяя', 4],
    ['蓝色杯子-01_2.png', '蓝色杯子-01', 2],
    ['A_007.JPEG', 'A', 7],
    ['A_1.PnG', 'A', 1],
  ])('reads %s', (path, article, n) => {
    expect(placesOf([path])).toEqual([[article, [n]]]);
  });

  it('puts letters together that a system has taken apart', () => {
    expect(placesOf(['Чайник_1.jpg'.normalize('NFD'), 'Чайник_2.jpg'.normalize('NFC')])).toEqual([['Чайник', [1, 2]]]);
  });

  it('tells articles apart by letter case and leading zeros', () => {
    expect(placesOf(['a_1.jpg', 'A_1.jpg', '01_1.jpg', '1_1.jpg'])).toHaveLength(4);
  });

  it('sorts pictures by number and articles as people count', () => {
    expect(placesOf(['A10_1.jpg', 'A9_10.jpg', 'A9_9.jpg'])).toEqual([
      ['A9', [9, 10]],
      ['A10', [1]],
    ]);
  });

  it('says why a file belongs to nothing', () => {
    const paths = ['photo.jpg', 'A_0.jpg', '_1.jpg', 'A_1 (1).jpg', 'A_1.webp', 'A_2.HEIC', 'price.xlsx', 'README'];
    expect(matchPictures(paths).unmatched.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
      'photo.jpg no_number',
      'A_0.jpg no_number',
      '_1.jpg no_number',
      'A_1 (1).jpg no_number',
      'A_1.webp wrong_type',
      'A_2.HEIC wrong_type',
      'price.xlsx not_picture',
      'README not_picture',
    ]);
  });

  it('passes over what systems leave behind', () => {
    const paths = [
      '__MACOSX/A/._A_1.jpg',
      'A/._A_1.jpg',
      '.DS_Store',
      'A/Thumbs.db',
      'x/manifest.json',
      'manifest.csv',
    ];
    expect(matchPictures(paths)).toEqual({ groups: [], unmatched: [] });
  });

  it('names gaps and numbers given twice', () => {
    const [group] = matchPictures(['A_2.jpg', 'A_5.jpg', 'A_05.png']).groups;
    expect(group).toMatchObject({ gaps: [1, 3, 4], clashes: [5] });
    expect(matchPictures(['A_1.jpg', 'A_2.jpg']).groups[0]).toMatchObject({ gaps: [], clashes: [] });
  });

  it('does not take a date for a number with gaps', () => {
    expect(matchPictures(['A_1.jpg', 'A_20261121.jpg']).groups[0]?.gaps).toEqual([]);
  });
});

describe('a manifest', () => {
  const listed = (folder = '') => readManifest(manifestOf(slashed), folder, 'offer_id');

  it('gives the true article of a file, whatever its name', () => {
    expect(placesOf(['SET_12/SET_12_1.jpg'], listed())).toEqual([['SET/12', [1]]]);
    const renamed = manifestOf({ ...slashed, file: 'photos/front.jpg', number: 3 });
    expect(placesOf(['photos/front.jpg'], readManifest(renamed, '', 'offer_id'))).toEqual([['SET/12', [3]]]);
  });

  it('speaks of files beside it, in the folder it lies in', () => {
    expect(placesOf(['out/SET_12/SET_12_1.jpg'], listed('out'))).toEqual([['SET/12', [1]]]);
    expect(placesOf(['other/SET_12/SET_12_1.jpg'], listed('out'))).toEqual([['SET_12', [1]]]);
  });

  it('holds when a picture was saved as another kind, or in other letters', () => {
    expect(placesOf(['set_12/SET_12_1.PNG'], listed())).toEqual([['SET/12', [1]]]);
  });

  it('covers a picture added beside those it lists', () => {
    expect(placesOf(['SET_12/SET_12_1.jpg', 'SET_12/SET_12_2.jpg'], listed())).toEqual([['SET/12', [1, 2]]]);
  });

  it('gives the id asked for', () => {
    expect(readManifest(manifestOf(slashed), '', 'sku')[0]?.article).toBe('77');
    expect(readManifest(manifestOf(slashed), '', 'product_id')[0]?.article).toBe('5');
    expect(readManifest(manifestOf({ ...slashed, sku: null }), '', 'sku')).toEqual([]);
  });

  it.each(['', '{', '[]', '{"pictures":1}', '{"name":"app","pictures":[{"src":1},null]}'])('is not %j', (text) => {
    expect(readManifest(text, '', 'offer_id')).toEqual([]);
  });

  it('may begin with the mark of UTF-8', () => {
    expect(readManifest(`\uFEFF${manifestOf(slashed)}`, '', 'offer_id')).toHaveLength(1);
  });
});
