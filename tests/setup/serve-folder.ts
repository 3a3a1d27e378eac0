import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

export interface Served {
  /** Address of the folder, with a closing slash, by a name that is another origin than that of the built page. */
  readonly address: string;
  close(): void;
}

/** A folder on a host that adds these headers to every file; pages by name stand in it as well. */
export async function serveFolder(
  folder: string,
  headers: OutgoingHttpHeaders,
  pages: (address: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<Served> {
  const server = createServer(({ url = '/' }, response) => {
    const name = decodeURIComponent(new URL(url, 'http://localhost').pathname).slice(1) || 'index.html';
    const file = join(folder, normalize(name));
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    const page = standing[name];
    if (page !== undefined) response.writeHead(200, { 'content-type': type, ...headers }).end(page);
    else if (file.startsWith(folder) && existsSync(file) && statSync(file).isFile())
      createReadStream(file).pipe(response.writeHead(200, { 'content-type': type, ...headers }));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const standing = pages(address);
  return { address, close: () => void server.close() };
}
