/** Each language is called as those call it who read it. */
export const languages = {
  label: 'Language',
  names: { en: 'English', de: 'Deutsch' },
  failed: 'the words of this language could not be loaded',
  failedAdvice: 'try again with a network connection',
};
