import { randomBytes } from 'node:crypto';

import type { Connect, Plugin } from 'vite';

import {
  devHeader,
  headersFile,
  isWorkerScript,
  OTHER_HEADERS,
  PAGE_HEADER,
  PAGE_META,
  WORKER_HEADER,
} from './securityPolicy.ts';

/** Sends the content security policy with the dev and the preview server, and writes it into the built page. */
export function security(): Plugin {
  const nonce = randomBytes(16).toString('base64');
  return {
    name: 'tessera-security',
    config: (_, { command, isPreview }) =>
      command === 'serve' && !isPreview ? { html: { cspNonce: nonce } } : {},
    configureServer(server) {
      server.middlewares.use(withPolicy(devHeader(nonce)));
    },
    configurePreviewServer(server) {
      server.middlewares.use(withPolicy(PAGE_HEADER));
    },
    transformIndexHtml: {
      order: 'post',
      handler: (_, { server }) =>
        server
          ? []
          : [
              {
                tag: 'meta',
                attrs: { 'http-equiv': 'Content-Security-Policy', content: PAGE_META },
                injectTo: 'head-prepend',
              },
            ],
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
    },
  };
}

function withPolicy(page: string): Connect.NextHandleFunction {
  return (request, response, next) => {
    const policy = isWorkerScript(request.url ?? '') ? WORKER_HEADER : page;
    response.setHeader('Content-Security-Policy', policy);
    for (const [name, value] of Object.entries(OTHER_HEADERS)) response.setHeader(name, value);
    next();
  };
}
