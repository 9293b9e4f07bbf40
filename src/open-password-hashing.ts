import { scrypt, timingSafeEqual } from 'node:crypto'
import type { PasswordHashing } from './accounts/password-hashing.ts'
import { type Bytes, fromBase64Url, toBase64Url } from './security/base64url.ts'
import { takeTurns } from './shared/take-turns.ts'

type Cost = { N: number; r: number; p: number }

/** ASVS 5.0, 11.4.2. One hash takes 128 MiB and, on one core, about half a second. */
const COST: Cost = { N: 2 ** 17, r: 8, p: 1 }

const SALT_BYTES = 16
const HASH_BYTES = 32
/** Each needs its memory: more at once would let strangers use up that of the machine. */
const TURNS = { atOnce: 2, waiting: 40, busy: 'sign_in_busy' }

/** scrypt (RFC 7914) on Node's thread pool. No setting changes the cost: `cost` is for tests. */
export function openPasswordHashing(cost = COST): PasswordHashing {
  const inTurn = takeTurns(TURNS)
  return {
    hash: (password) => inTurn(() => hashPassword(password, cost)),
    verify: (password, stored) => inTurn(() => verifyPassword(password, stored, cost)),
  }
}

const newSalt = (): Bytes => crypto.getRandomValues(new Uint8Array(SALT_BYTES))

async function hashPassword(password: string, cost: Cost): Promise<string> {
  const salt = newSalt()
  return writeHash({ cost, salt, hash: await derive(password, salt, cost) })
}

async function verifyPassword(password: string, stored: string | undefined, usual: Cost) {
  const { cost, salt, hash } =
    stored === undefined ? { cost: usual, salt: newSalt(), hash: undefined } : readHash(stored)
  const derived = await derive(password, salt, cost)
  return hash !== undefined && timingSafeEqual(derived, hash)
}

type Hash = { cost: Cost; salt: Bytes; hash: Bytes }

/** `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`, the usual form (PHC) with base64url. */
function writeHash({ cost, salt, hash }: Hash): string {
  const { N, r, p } = cost
  return `$scrypt$ln=${Math.log2(N)},r=${r},p=${p}$${toBase64Url(salt)}$${toBase64Url(hash)}`
}

function readHash(stored: string): Hash {
  const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d)\$([\w-]{22})\$([\w-]{43})$/
  const [, ln, r, p, salt, hash] = form.exec(stored) ?? []
  const bytes = { salt: fromBase64Url(salt ?? ''), hash: fromBase64Url(hash ?? '') }
  if (!bytes.salt?.length || !bytes.hash?.length) throw new Error('a password hash is damaged')
  const cost = { N: 2 ** Number(ln), r: Number(r), p: Number(p) }
  return { cost, salt: bytes.salt, hash: bytes.hash }
}

/** The same password typed on another keyboard is the same one (NIST SP 800-63B, 3.1.1.2: NFKC). */
function derive(password: string, salt: Bytes, { N, r, p }: Cost): Promise<Bytes> {
  const settings = { N, r, p, maxmem: 256 * N * r }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, settings, (error, derived) => {
      if (error) reject(error)
      else resolve(new Uint8Array(derived))
    })
  })
}
