/** SHA-1 in lower-case hex over the parts in the order of their characters, joined (both platforms' rule). */
export async function signatureOf(...parts: string[]): Promise<string> {
  return sha1([...parts].sort(byCodeUnit).join(''))
}

const byCodeUnit = (one: string, other: string) => Number(one > other) - Number(one < other)

/** What a page proves itself with to the JS-SDK: values as they are, `url` without its fragment. */
export async function jsSdkSignature(given: {
  ticket: string
  nonce: string
  timestamp: string
  url: string
}): Promise<string> {
  const { ticket, nonce, timestamp, url } = given
  return sha1(`jsapi_ticket=${ticket}&noncestr=${nonce}&timestamp=${timestamp}&url=${url}`)
}

async function sha1(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Takes as long for a wrong text as for the right one. */
export function isSameText(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  let difference = 0
  for (let at = 0; at < one.length; at += 1) {
    difference |= one.charCodeAt(at) ^ other.charCodeAt(at)
  }
  return difference === 0
}
