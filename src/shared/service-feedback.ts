/** In which way an expert has served: 方式 of the 文字反馈. */
export const serviceWays = ['written', 'phone', 'online', 'on_site'] as const
export type ServiceWay = (typeof serviceWays)[number]

/** 方式、时长、结果、建议 of a service given; null: not said, as in the plain texts of earlier versions. */
export type ServiceFeedback = {
  way: ServiceWay | null
  minutes: number | null
  outcome: string
  advice: string
}
