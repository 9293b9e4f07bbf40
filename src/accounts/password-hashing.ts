/** A slow function for passwords; what it costs stands in each hash (BAR 17: scrypt N=2^17, r=8, p=1). */
export type PasswordHashing = {
  /** @throws AppError `unavailable` when too many wait already */
  hash: (password: string) => Promise<string>
  /**
   * Takes as long without a stored hash as with one, so that time does not tell whether there is an account.
   * @throws AppError `unavailable` when too many wait already
   */
  verify: (password: string, stored: string | undefined) => Promise<boolean>
}
