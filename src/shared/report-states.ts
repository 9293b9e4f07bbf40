export const reportStates = ['computing', 'draft', 'approved'] as const
export type ReportState = (typeof reportStates)[number]

/** Each with a text of its own that staff write; the last two have no figures. */
export const reportSections = [
  'consultations',
  'cases',
  'complaints',
  'training',
  'problems',
  'measures',
] as const
export type ReportSection = (typeof reportSections)[number]

export const reportSteps = ['recompute', 'approve', 'discard'] as const
export type ReportStep = (typeof reportSteps)[number]

/** `inner` has exact numbers; `open` only what has been published as open data, for everybody. */
export const reportVersions = ['inner', 'open'] as const
export type ReportVersion = (typeof reportVersions)[number]

export const reportFormats = ['html', 'docx'] as const
export type ReportFormat = (typeof reportFormats)[number]
