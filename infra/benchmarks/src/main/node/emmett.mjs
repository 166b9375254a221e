// Drives Emmett for the benchmarks. Told by lines on standard input, answers by lines on standard output:
//
//   measure SECONDS          appends facts, as many at once as there are callers     -> appended COUNT SECONDS
//   append ID STREAM SEQ     appends one event, as number SEQ of its stream          -> recorded ID | refused ID
//   follow                   reads all messages, from the first on, while it runs    -> read ID (each message)
//
// It ends when standard input does.

import { createInterface } from 'node:readline';
import { isExpectedVersionConflictError } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';

const [connectionString, callers, subjects, type, payload, metadata] = process.argv.slice(2);
const fact = { type, data: JSON.parse(payload), metadata: JSON.parse(metadata) };

const pool = new pg.Pool({ connectionString, max: Math.min(Number(callers), 32) });
const store = getPostgreSQLEventStore(connectionString, { connectionOptions: { pool } });
await store.schema.migrate();

const say = (...words) => process.stdout.write(`${words.join(' ')}\n`);

/** Two who meet at one stream collide; who loses tries again. */
const appendFact = async () => {
  const stream = `customer-${Math.floor(Math.random() * Number(subjects))}`;
  for (;;) {
    try {
      await store.appendToStream(stream, [fact]);
      return;
    } catch (failed) {
      if (!isExpectedVersionConflictError(failed)) throw failed;
    }
  }
};

const measure = async (seconds) => {
  const start = process.hrtime.bigint();
  const elapsed = () => Number(process.hrtime.bigint() - start) / 1e9;
  let count = 0;
  const repeat = async () => {
    while (elapsed() < seconds) {
      await appendFact();
      count++;
    }
  };
  await Promise.all(Array.from({ length: Number(callers) }, repeat));
  say('appended', count, elapsed());
};

const append = async (messageId, stream, seq) => {
  try {
    const event = { type, data: {}, metadata: { messageId } };
    await store.appendToStream(stream, [event], { expectedStreamVersion: BigInt(seq) });
    say('recorded', messageId);
  } catch {
    say('refused', messageId);
  }
};

const follow = async () => {
  const consumer = store.consumer();
  consumer.reactor({
    processorId: 'gate',
    startFrom: 'BEGINNING',
    eachMessage: async (message) => say('read', message.metadata.messageId),
  });
  await consumer.start();
};

const programs = { measure: ([seconds]) => measure(Number(seconds)), append: (words) => append(...words), follow };

const end = (failed) => {
  console.error(failed);
  process.exit(1);
};

say('ready');
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [program, ...words] = line.split(' ');
    programs[program](words).catch(end);
  })
  .on('close', () => process.exit(0));
