import '@mantine/core/styles.layer.css';
import './page.css';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { createServices } from './app-services.js';
import { startI18n } from './i18n.js';
import { pickLanguage } from './languages.js';
import { readArrival } from './sign-in-arrival.js';

/** Written into every answer by the server; what is styled at run time needs it (dependencies, note 12). */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce);

const arrival = readArrival(window.location, { isFramed: window.top !== window.self });
history.replaceState(null, '', arrival.address);
const language = pickLanguage(arrival.language);
const services = createServices({ ...arrival, language, base: `${window.location.origin}/` });

await startI18n(language);
const root = document.getElementById('root');
if (root) createRoot(root).render(<App services={services} nonce={nonce} />);
