import type { NoticeTexts } from './notice-texts.js';

export const es: NoticeTexts = {
  subject: {
    success: 'Su importación se ha completado: {{when}}',
    issues: 'Su importación tuvo algunas incidencias: {{when}}',
    failure: 'Su importación ha fallado: {{when}}',
  },
  told: {
    success:
      'Su importación iniciada el {{date}} a las {{time}} se ha procesado correctamente: todos los clientes están en el CRM.',
    issues:
      'Su importación iniciada el {{date}} a las {{time}} se ha procesado, pero no con un éxito completo: algunos registros no se crearon, o el CRM no ha dicho qué ha sido de ellos.',
    failure:
      'Su importación iniciada el {{date}} a las {{time}} ha fallado: los clientes de su lista no llegaron al CRM, o no todos.',
  },
  advice: {
    issues:
      'Consulte el archivo de rechazados y el balance de la importación. Allí verá cuáles son y podrá intentarlo de nuevo con ellos.',
    failure:
      'Consulte los motivos en el balance de la importación y en el archivo de rechazados. Nada se vuelve a enviar por sí solo.',
  },
  support: 'Si vuelve a ocurrir, póngase en contacto con {{contact}}.',
  supportTeam: 'Si vuelve a ocurrir, póngase en contacto con su equipo de soporte.',
  counts: {
    clients: 'Clientes de la lista',
    handed_over: 'Entregados al CRM',
    created: 'Creados',
    updated: 'Actualizados',
    skipped: 'Omitidos, ya existían',
    failed: 'Fallidos en el CRM',
    unknown: 'Desconocidos, el CRM no lo ha dicho',
    rejected: 'Registros en el archivo de rechazados',
  },
  open: 'Ver qué ha sido de cada cliente',
  footer:
    'Este mensaje se envió automáticamente; las respuestas no se leen. Importación {{import}}, empresa {{business}}.',
};
