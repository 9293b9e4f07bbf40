const PRODUCER = '知问'

/** The label of generated content in the metadata of a file (GB 45438-2025). @param produceId names this one */
export const aiLabel = (produceId: string) => ({
  Label: '1',
  ContentProducer: PRODUCER,
  ProduceID: produceId,
  ReservedCode1: '',
  ContentPropagator: PRODUCER,
  PropagateID: '',
  ReservedCode2: '',
})
