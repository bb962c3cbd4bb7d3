import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP relay that counts bytes both ways, headers included. Gives its address and the count. */
export async function openTrafficMeter(target: string) {
  const { hostname, port } = new URL(target);
  let bytes = 0;
  let calls = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    client.on('data', (data) => {
      if (data.subarray(0, 5).toString('latin1') === 'POST ') calls += 1;
    });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => {
        bytes += data.length;
      });
      from.on('error', () => to.destroy());
      from.on('close', () => sockets.delete(from));
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    bytes: () => bytes,
    /** Calls that began a packet of their own, which is how a browser sends them. */
    calls: () => calls,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
