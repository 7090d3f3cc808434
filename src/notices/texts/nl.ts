import type { NoticeTexts } from './notice-texts.js';

export const nl: NoticeTexts = {
  subject: {
    success: 'Uw import is geslaagd: {{when}}',
    issues: 'Uw import had enkele problemen: {{when}}',
    failure: 'Uw import is mislukt: {{when}}',
  },
  told: {
    success:
      'Uw import die op {{date}} om {{time}} begon, is met succes verwerkt: alle klanten staan in het CRM.',
    issues:
      'Uw import die op {{date}} om {{time}} begon, is verwerkt, maar niet volledig geslaagd: sommige records zijn niet aangemaakt, of het CRM heeft niet gemeld wat ervan geworden is.',
    failure:
      'Uw import die op {{date}} om {{time}} begon, is mislukt: de klanten van uw lijst zijn niet of niet allemaal in het CRM aangekomen.',
  },
  advice: {
    issues:
      'Bekijk het bestand met geweigerde records en het overzicht van de import. Daar ziet u welke het zijn en kunt u het daarmee opnieuw proberen.',
    failure:
      'De redenen vindt u in het overzicht van de import en in het bestand met geweigerde records. Er wordt niets vanzelf opnieuw verzonden.',
  },
  support: 'Neem contact op met {{contact}} als dit weer gebeurt.',
  supportTeam: 'Neem contact op met uw supportteam als dit weer gebeurt.',
  counts: {
    clients: 'Klanten in de lijst',
    handed_over: 'Overgedragen aan het CRM',
    created: 'Aangemaakt',
    updated: 'Bijgewerkt',
    skipped: 'Overgeslagen, al aanwezig',
    failed: 'Mislukt in het CRM',
    unknown: 'Onbekend, het CRM heeft niets gemeld',
    rejected: 'Records in het bestand met geweigerde records',
  },
  open: 'Bekijken wat er van elke klant geworden is',
  footer:
    'Dit bericht is automatisch verzonden; antwoorden worden niet gelezen. Import {{import}}, bedrijf {{business}}.',
};
