import type { NoticeTexts } from './notice-texts.js';

export const pl: NoticeTexts = {
  subject: {
    success: 'Import zakończył się powodzeniem: {{when}}',
    issues: 'W imporcie wystąpiło kilka problemów: {{when}}',
    failure: 'Import nie powiódł się: {{when}}',
  },
  told: {
    success:
      'Import rozpoczęty {{date}} o {{time}} został pomyślnie przetworzony: wszyscy klienci są w CRM.',
    issues:
      'Import rozpoczęty {{date}} o {{time}} został przetworzony, ale nie w pełni pomyślnie: niektóre rekordy nie zostały utworzone albo CRM nie podał, co się z nimi stało.',
    failure:
      'Import rozpoczęty {{date}} o {{time}} nie powiódł się: klienci z listy nie trafili do CRM albo trafili nie wszyscy.',
  },
  advice: {
    issues:
      'Prosimy sprawdzić plik odrzuconych rekordów i rozliczenie importu. Widać tam, których to dotyczy, i można z nimi spróbować ponownie.',
    failure:
      'Przyczyny podano w rozliczeniu importu i w pliku odrzuconych rekordów. Nic nie zostanie wysłane ponownie samo z siebie.',
  },
  support: 'Jeśli to się powtórzy, prosimy o kontakt: {{contact}}.',
  supportTeam: 'Jeśli to się powtórzy, prosimy o kontakt z zespołem wsparcia.',
  counts: {
    clients: 'Klienci na liście',
    handed_over: 'Przekazani do CRM',
    created: 'Utworzeni',
    updated: 'Zaktualizowani',
    skipped: 'Pominięci, już istnieli',
    failed: 'Nieudani w CRM',
    unknown: 'Nieznani, CRM nie podał wyniku',
    rejected: 'Rekordy w pliku odrzuconych',
  },
  open: 'Zobacz, co się stało z każdym klientem',
  footer:
    'Tę wiadomość wysłano automatycznie; odpowiedzi nie są czytane. Import {{import}}, firma {{business}}.',
};
