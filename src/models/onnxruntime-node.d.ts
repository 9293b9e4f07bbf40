/** Version 1.17.3 ships no types of its own. */
declare module 'onnxruntime-node' {
  export * from 'onnxruntime-common'
}
