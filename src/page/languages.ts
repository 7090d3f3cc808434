export { directionOf, LANGUAGES, pickLanguage, type Language } from '../languages.js';
