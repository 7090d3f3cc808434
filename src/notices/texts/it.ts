import type { NoticeTexts } from './notice-texts.js';

export const it: NoticeTexts = {
  subject: {
    success: "L'importazione è riuscita: {{when}}",
    issues: "L'importazione ha avuto alcuni problemi: {{when}}",
    failure: "L'importazione non è riuscita: {{when}}",
  },
  told: {
    success:
      "L'importazione avviata il {{date}} alle {{time}} è stata elaborata correttamente: tutti i clienti sono nel CRM.",
    issues:
      "L'importazione avviata il {{date}} alle {{time}} è stata elaborata, ma non con pieno successo: alcuni record non sono stati creati, o il CRM non ha detto che cosa ne è stato.",
    failure:
      "L'importazione avviata il {{date}} alle {{time}} non è riuscita: i clienti dell'elenco non sono arrivati nel CRM, o non tutti.",
  },
  advice: {
    issues:
      "Consulti il file degli scarti e il resoconto dell'importazione. Lì vede quali sono e può riprovare con quelli.",
    failure:
      "Consulti i motivi nel resoconto dell'importazione e nel file degli scarti. Niente viene inviato di nuovo da solo.",
  },
  support: 'Se succede di nuovo, contatti {{contact}}.',
  supportTeam: 'Se succede di nuovo, contatti il Suo servizio di assistenza.',
  counts: {
    clients: "Clienti nell'elenco",
    handed_over: 'Trasmessi al CRM',
    created: 'Creati',
    updated: 'Aggiornati',
    skipped: 'Saltati, già presenti',
    failed: 'Non riusciti nel CRM',
    unknown: 'Sconosciuti, il CRM non lo ha detto',
    rejected: 'Record nel file degli scarti',
  },
  open: 'Vedere che cosa ne è stato di ogni cliente',
  footer:
    'Questo messaggio è stato inviato automaticamente; le risposte non vengono lette. Importazione {{import}}, azienda {{business}}.',
};
