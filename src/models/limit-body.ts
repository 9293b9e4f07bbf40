/** The same response whose body ends after so many bytes: what another server sends has a bound. */
export function limitBody(response: Response, bytes: number): Response {
  let left = bytes
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      controller.enqueue(chunk.subarray(0, left))
      left -= chunk.length
      if (left <= 0) controller.terminate()
    },
  })
  const { status, statusText, headers } = response
  return new Response(response.body?.pipeThrough(limit), { status, statusText, headers })
}
