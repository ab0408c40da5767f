/** A module as one function that needs nothing from outside; see `making/sharing.js`. */
declare module "*.alone" {
  const serve: (scope: { postMessage: (message: any, transfer?: Transferable[]) => void }) => void;
  export default serve;
}
