import { beforeEach, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { jobId } from '../core/ids';
import { sendMessage } from './send-message';

const id = jobId.parse('job');

/** A background that gives `answer` to whatever comes. */
function answering(answer: unknown) {
  const got: unknown[] = [];
  fakeBrowser.runtime.onMessage.addListener((message: unknown, _sender: unknown, respond: (value: unknown) => void) => {
    got.push(message);
    respond(answer);
    return true;
  });
  return got;
}

beforeEach(() => {
  fakeBrowser.reset();
});

it('gives the output of a command that has none', async () => {
  const got = answering({ ok: true });
  expect(await sendMessage('jobs.pause', { id })).toBeUndefined();
  expect(got).toEqual([{ name: 'jobs.pause', input: { id } }]);
});

it('throws the error of the background', async () => {
  answering({ ok: false, error: { code: 'job.not_found', params: { a: 1 } } });
  await expect(sendMessage('jobs.pause', { id })).rejects.toMatchObject({ code: 'job.not_found', params: { a: 1 } });
});

it.each([undefined, null, 'text', {}])('does not take the answer %j for a success', async (answer) => {
  answering(answer);
  await expect(sendMessage('jobs.pause', { id })).rejects.toMatchObject({ code: 'app.unexpected' });
});
