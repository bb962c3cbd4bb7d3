import { boundQueueAndBucket, type Message, type MessageBatch, type Queue } from '../jobs/bindings';
import { jobMessage } from '../jobs/job-messages';
import worker from '../worker';

/** Task that breaks the consumer whenever it is delivered: what its id ends with. */
const poison = '/image/0000003/001';
/** Every so many batches the consumer dies after its work, before the queue knows of it. */
const deathEvery = 3;
/** Every so many calls nothing is sent: the consumer has written what it spawned, and cannot send it. */
const sendFailsEvery = 4;

let batches = 0;
let sends = 0;

const flaky = (queue: Queue): Queue => ({
  sendBatch: (messages) => {
    sends += 1;
    return sends % sendFailsEvery === 2 ? Promise.reject(new Error('no queue just now')) : queue.sendBatch(messages);
  },
});

const isPoison = ({ body }: Message) => jobMessage.safeParse(body).data?.task.endsWith(poison) === true;

const withFlakyQueue = (environment: object): object => {
  const { queue } = boundQueueAndBucket(environment);
  return queue ? { ...environment, JOBS: flaky(queue) } : environment;
};

/** The companion's Worker in a bad world. */
export default {
  fetch: (request: Request, environment: object) => worker.fetch(request, withFlakyQueue(environment)),
  scheduled: (event: unknown, environment: object) => worker.scheduled(event, withFlakyQueue(environment)),
  async queue({ queue, messages }: MessageBatch, environment: object): Promise<void> {
    const deadly = queue.endsWith('-dead') ? [] : messages.filter(isPoison);
    await worker.queue(
      { queue, messages: messages.filter((message) => !deadly.includes(message)) },
      withFlakyQueue(environment),
    );
    batches += 1;
    if (deadly.length > 0 || batches % deathEvery === 0) throw new Error('the consumer died');
  },
};
