import type { NoticeTexts } from './notice-texts.js';

export const pt: NoticeTexts = {
  subject: {
    success: 'A sua importação foi concluída com êxito: {{when}}',
    issues: 'A sua importação teve alguns problemas: {{when}}',
    failure: 'A sua importação falhou: {{when}}',
  },
  told: {
    success:
      'A sua importação iniciada em {{date}} às {{time}} foi processada com êxito: todos os clientes estão no CRM.',
    issues:
      'A sua importação iniciada em {{date}} às {{time}} foi processada, mas não com êxito total: alguns registos não foram criados, ou o CRM não disse o que foi feito deles.',
    failure:
      'A sua importação iniciada em {{date}} às {{time}} falhou: os clientes da sua lista não chegaram ao CRM, ou não todos.',
  },
  advice: {
    issues:
      'Consulte o ficheiro de rejeitados e o balanço da importação. Aí vê quais são e pode tentar de novo com esses.',
    failure:
      'Consulte os motivos no balanço da importação e no ficheiro de rejeitados. Nada é enviado de novo por si só.',
  },
  support: 'Se voltar a acontecer, contacte {{contact}}.',
  supportTeam: 'Se voltar a acontecer, contacte a sua equipa de suporte.',
  counts: {
    clients: 'Clientes na lista',
    handed_over: 'Entregues ao CRM',
    created: 'Criados',
    updated: 'Atualizados',
    skipped: 'Ignorados, já existiam',
    failed: 'Falhados no CRM',
    unknown: 'Desconhecidos, o CRM não disse',
    rejected: 'Registos no ficheiro de rejeitados',
  },
  open: 'Ver o que foi feito de cada cliente',
  footer:
    'Esta mensagem foi enviada automaticamente; as respostas não são lidas. Importação {{import}}, empresa {{business}}.',
};
