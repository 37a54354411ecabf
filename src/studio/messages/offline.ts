/** Words of the installed page and of its newer versions. */
export const offline = {
  install: 'Install Tessera',
  updateReady: 'A newer Tessera is here.',
  updateAdvice: 'Your layout, settings and history stay.',
  update: 'Reload',
};
