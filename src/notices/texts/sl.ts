import type { NoticeTexts } from './notice-texts.js';

export const sl: NoticeTexts = {
  subject: {
    success: 'Vaš uvoz je uspel: {{when}}',
    issues: 'Pri vašem uvozu je bilo nekaj težav: {{when}}',
    failure: 'Vaš uvoz ni uspel: {{when}}',
  },
  told: {
    success:
      'Vaš uvoz, ki se je začel {{date}} ob {{time}}, je bil uspešno obdelan: vse stranke so v CRM-ju.',
    issues:
      'Vaš uvoz, ki se je začel {{date}} ob {{time}}, je bil obdelan, vendar ne povsem uspešno: nekateri zapisi niso bili ustvarjeni ali pa CRM ni sporočil, kaj se je zgodilo z njimi.',
    failure:
      'Vaš uvoz, ki se je začel {{date}} ob {{time}}, ni uspel: stranke z vašega seznama niso prišle v CRM ali pa niso prišle vse.',
  },
  advice: {
    issues:
      'Oglejte si datoteko zavrnjenih zapisov in obračun uvoza. Tam vidite, kateri so to, in lahko z njimi poskusite znova.',
    failure:
      'Razlogi so v obračunu uvoza in v datoteki zavrnjenih zapisov. Nič se ne pošlje znova samo od sebe.',
  },
  support: 'Če se to ponovi, se obrnite na {{contact}}.',
  supportTeam: 'Če se to ponovi, se obrnite na svojo podporo.',
  counts: {
    clients: 'Stranke na seznamu',
    handed_over: 'Predane CRM-ju',
    created: 'Ustvarjene',
    updated: 'Posodobljene',
    skipped: 'Preskočene, že obstajajo',
    failed: 'Neuspele v CRM-ju',
    unknown: 'Neznane, CRM ni sporočil',
    rejected: 'Zapisi v datoteki zavrnjenih',
  },
  open: 'Oglejte si, kaj se je zgodilo z vsako stranko',
  footer:
    'To sporočilo je bilo poslano samodejno; odgovori se ne berejo. Uvoz {{import}}, podjetje {{business}}.',
};
