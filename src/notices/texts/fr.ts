import type { NoticeTexts } from './notice-texts.js';

export const fr: NoticeTexts = {
  subject: {
    success: 'Votre import a réussi : {{when}}',
    issues: 'Votre import a rencontré quelques problèmes : {{when}}',
    failure: 'Votre import a échoué : {{when}}',
  },
  told: {
    success:
      'Votre import démarré le {{date}} à {{time}} a été traité avec succès : tous les clients sont dans le CRM.',
    issues:
      "Votre import démarré le {{date}} à {{time}} a été traité, mais pas avec un plein succès : certains enregistrements n'ont pas été créés, ou le CRM n'a pas dit ce qu'ils sont devenus.",
    failure:
      'Votre import démarré le {{date}} à {{time}} a échoué : les clients de votre liste ne sont pas arrivés dans le CRM, ou pas tous.',
  },
  advice: {
    issues:
      "Consultez le fichier des rejets et le bilan de l'import. Vous y verrez lesquels sont concernés et pourrez réessayer avec ceux-là.",
    failure:
      "Consultez les raisons dans le bilan de l'import et dans le fichier des rejets. Rien n'est renvoyé automatiquement.",
  },
  support: 'Si cela se reproduit, contactez {{contact}}.',
  supportTeam: 'Si cela se reproduit, contactez votre équipe de support.',
  counts: {
    clients: 'Clients de la liste',
    handed_over: 'Transmis au CRM',
    created: 'Créés',
    updated: 'Mis à jour',
    skipped: 'Ignorés, déjà présents',
    failed: 'En échec dans le CRM',
    unknown: "Inconnus, le CRM ne l'a pas dit",
    rejected: 'Enregistrements dans le fichier des rejets',
  },
  open: "Voir ce qu'est devenu chaque client",
  footer:
    'Ce message a été envoyé automatiquement ; les réponses ne sont pas lues. Import {{import}}, entreprise {{business}}.',
};
