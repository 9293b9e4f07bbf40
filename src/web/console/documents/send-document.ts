import { parseJson } from '../../../shared/parse-json.ts'
import { isString, objectOf } from '../../shared/guards.ts'
import { networkProblem, problemOf } from '../../shared/call-api.ts'
import { languageTag } from '../../shared/language.ts'
import { ApiError } from '../api.ts'
import { readPreferences } from '../preferences.ts'

const isUploaded = objectOf<{ id: string }>({ id: isString })

/**
 * Sends a file as the version of a document; `fetch` does not tell how far it is.
 * @param progress percent of the bytes @returns the id of the draft @throws ApiError
 */
export function sendDocument(
  file: File,
  document: string,
  progress: (percent: number) => void,
): Promise<string> {
  const form = new FormData()
  form.set('document', document)
  form.set('file', file)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/api/staff/documents/uploads')
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('accept-language', languageTag[readPreferences().language])
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      progress(total === 0 ? 0 : Math.round((100 * loaded) / total)),
    )
    request.addEventListener('error', () => reject(new ApiError(networkProblem)))
    request.addEventListener('load', () => {
      const body = parseJson(request.responseText)
      if (isUploaded(body)) resolve(body.id)
      else reject(new ApiError(problemOf(body, request.status)))
    })
    request.send(form)
  })
}
