import type { NoticeTexts } from './notice-texts.js';

export const de: NoticeTexts = {
  subject: {
    success: 'Ihr Import war erfolgreich: {{when}}',
    issues: 'Ihr Import hatte einige Probleme: {{when}}',
    failure: 'Ihr Import ist fehlgeschlagen: {{when}}',
  },
  told: {
    success:
      'Ihr Import, der am {{date}} um {{time}} begann, wurde erfolgreich verarbeitet: Alle Kunden sind im CRM.',
    issues:
      'Ihr Import, der am {{date}} um {{time}} begann, wurde verarbeitet, aber nicht mit vollem Erfolg: Einige Datensätze wurden nicht angelegt, oder das CRM hat nicht gemeldet, was aus ihnen geworden ist.',
    failure:
      'Ihr Import, der am {{date}} um {{time}} begann, ist fehlgeschlagen: Die Kunden Ihrer Liste sind nicht oder nicht alle im CRM angekommen.',
  },
  advice: {
    issues:
      'Bitte sehen Sie in der Datei der zurückgestellten Datensätze und in der Abrechnung des Imports nach. Dort steht, welche es sind, und Sie können es mit diesen erneut versuchen.',
    failure:
      'Die Gründe finden Sie in der Abrechnung des Imports und in der Datei der zurückgestellten Datensätze. Von selbst wird nichts erneut gesendet.',
  },
  support: 'Falls das wieder geschieht, wenden Sie sich bitte an {{contact}}.',
  supportTeam: 'Falls das wieder geschieht, wenden Sie sich bitte an Ihren Support.',
  counts: {
    clients: 'Kunden in der Liste',
    handed_over: 'An das CRM übergeben',
    created: 'Angelegt',
    updated: 'Aktualisiert',
    skipped: 'Übersprungen, schon vorhanden',
    failed: 'Im CRM fehlgeschlagen',
    unknown: 'Unbekannt, das CRM hat nichts gemeldet',
    rejected: 'Zurückgestellte Datensätze',
  },
  open: 'Ansehen, was aus jedem Kunden geworden ist',
  footer:
    'Diese Nachricht wurde automatisch gesendet; Antworten werden nicht gelesen. Import {{import}}, Unternehmen {{business}}.',
};
