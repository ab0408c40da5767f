/** Python's own text, which the build puts into the script. */
declare module "*.py" {
  const text: string;
  export default text;
}
