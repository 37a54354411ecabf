// `npm start`: builds the site and serves it, printing the address. PORT changes the port.
import { build, preview } from 'vite';

await build({ logLevel: 'warn' });
const server = await preview();
console.log(`Tessera is ready: ${server.resolvedUrls?.local[0] ?? 'http://localhost:5173/'}`);
