import { describe, expect, it } from 'vitest';
import { addressProblem, isPublicIp } from './picture-address';

describe('addressProblem', () => {
  it.each([
    'https://img.example.com/users/u1/1.jpg',
    'HTTP://img.example.com:8080/1.jpg?v=3&size=1200',
    'https://картинки.рф/фото%201.png',
    'https://8.8.8.8/1.jpg',
    'https://[2606:4700::1111]/1.jpg',
    'https://local.example.com/internal/token.jpg?design=1&passport=2',
    'https://img.example.com./1.jpg',
  ])('has nothing against %s', (url) => {
    expect(addressProblem(url)).toBeUndefined();
  });

  it.each([
    '',
    'A1',
    'img.example.com/1.jpg',
    '//img.example.com/1.jpg',
    'https:img.example.com/1.jpg',
    'https:\\\\img.example.com\\1.jpg',
    'https://',
    'https://img.example.com/1.jpg https://img.example.com/2.jpg',
    ' https://img.example.com/1.jpg',
    'https://img.example.com/1.jpg\n',
    'https://img.example.com/\u00001.jpg',
    'data:image/png;base64,AAAA',
    'file:///C:/1.jpg',
    'blob:https://img.example.com/1',
    'sftp://img.example.com/1.jpg',
    'javascript:alert(1)',
  ])('does not take %j for an address', (url) => {
    expect(addressProblem(url)).toBe('picture.not_url');
  });

  it('names ftp', () => {
    expect(addressProblem('ftp://img.example.com/1.jpg')).toBe('picture.ftp');
  });

  it.each([
    'localhost',
    'LOCALHOST.',
    'a.localhost',
    'intranet',
    'intranet.',
    'nas.local',
    'metadata.google.internal',
    'router.lan',
    'nas.home.arpa',
    '127.0.0.1',
    '127.0.0.1.',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '１２７.0.0.1',
    '0',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '2852039166',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[::127.0.0.1]',
    '[::ffff:0:127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '[2001:0:7f00:1::]',
    '[fe80::1]',
    '[fec0::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    '[2001:db8::1]',
  ])('knows that %s is nowhere on the public internet', (host) => {
    expect(addressProblem(`https://${host}/1.jpg`)).toBe('picture.private_address');
    expect(addressProblem(`http://${host}:8080/1.jpg`)).toBe('picture.private_address');
  });

  it.each([
    'https://user:password@img.example.com/1.jpg',
    'https://user@img.example.com/1.jpg',
    'https://:password@img.example.com/1.jpg',
    'https://b.example.com/1.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00ff',
    'https://b.example.com/1.jpg?x-amz-signature=00ff',
    'https://b.example.com/1.jpg?X-Goog-Signature=00ff',
    'https://b.example.com/1.jpg?x-oss-signature=00ff',
    'https://b.example.com/1.jpg?OSSAccessKeyId=a&Expires=1&Signature=b%2Bc',
    'https://b.example.com/1.jpg?q-signature=00ff',
    'https://b.example.com/1.jpg?sv=2024&sig=b',
    'https://b.example.com/1.jpg?auth_key=1-0-0-ff',
    'https://b.example.com/1.jpg?alt=media&token=t',
    'https://b.example.com/1.jpg?access_token=t',
    'https://b.example.com/1.jpg?v=1&%74oken=t',
  ])('sees the secret in %s', (url) => {
    expect(addressProblem(url)).toBe('picture.signed_url');
  });
});

describe('isPublicIp', () => {
  it.each(['8.8.8.8', '2a02:6b8::1', '::ffff:8.8.8.8'])('takes %s', (ip) => expect(isPublicIp(ip)).toBe(true));
  it.each(['127.0.0.1', '::1', 'fe80::1%eth0', '::ffff:10.0.0.1', 'img.example.com', ''])('refuses %j', (ip) =>
    expect(isPublicIp(ip)).toBe(false),
  );
});
