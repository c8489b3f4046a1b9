/** The child process that opens files of strangers. It holds no secret, has no database and ends with its parent. */
import { inspect } from './inspect.ts';

process.on('message', (message: { id: number; bytes: Uint8Array }) => {
  inspect(message.bytes).then(
    (result) => process.send?.({ id: message.id, result }),
    () => process.send?.({ id: message.id, result: { ok: false, code: 'upload.unreadable' } }),
  );
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
