/** Settings equal to `accounts.json` and the simulator's own. */
export const ACCOUNT = {
  WECHAT_APPID: 'wx5a1b2c3d4e5f6071',
  WECHAT_GH_ID: 'gh_ipservice001',
  WECHAT_TOKEN: 'iptestToken2026',
  WECHAT_AES_KEY: 'kYp3s6v9yBbEhHmMqQtTwWzZaAdDfFgGjJkKnNpPrRs',
  WECHAT_SECRET: 'sim-app-secret',
  WECHAT_TEST_CLOCK: '1',
  PUBLIC_URL: 'https://zhiwen.example.cn',
}

export const APP = {
  WECOM_CORPID: 'ww1a2b3c4d5e6f7a8b',
  WECOM_AGENT_ID: '1000002',
  WECOM_AGENT_SECRET: 'sim-corp-secret',
  WECOM_AGENT_TOKEN: 'appToken2026',
  WECOM_AGENT_AES_KEY: 'QwErTyUiOpAsDfGhJkLzXcVbNm0123456789aBcDeFg',
}

export const KF = {
  WECOM_CORPID: 'ww1a2b3c4d5e6f7a8b',
  WECOM_KF_OPEN_KFID: 'wkAJ2GCAAAZSfhHCt7IFSvLKtMPxyJTw',
  WECOM_KF_TOKEN: 'kfToken2026',
  WECOM_KF_AES_KEY: 'ZbFXvdxUswouo54XyYFHCzEIqPae5K7jW4QmLrTn2Ks',
  WECOM_KF_SECRET: 'sim-corp-secret',
}
