/** What a packed message holds. Bytes are views of the message, not copies. */
export type Packed = null | boolean | number | string | Uint8Array | Packed[] | { [key: string]: Packed };

const TEXTS = new TextDecoder();

/** Reads MessagePack, of which the server's answers use all but extensions. Integers beyond 2^53 lose their last digits. */
class Reader {
  private place = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): Packed {
    const kind = this.number(1);
    if (kind < 0x80) return kind;
    if (kind < 0x90) return this.map(kind & 0x0f);
    if (kind < 0xa0) return this.list(kind & 0x0f);
    if (kind < 0xc0) return this.text(kind & 0x1f);
    if (kind >= 0xe0) return kind - 0x100;
    if (kind >= 0xcc && kind <= 0xcf) return this.number(1 << (kind - 0xcc));
    if (kind >= 0xd0 && kind <= 0xd3) return this.signed(1 << (kind - 0xd0));
    return this.other(kind);
  }

  private other(kind: number): Packed {
    switch (kind) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.slice(this.number(1 << (kind - 0xc4)));
      case 0xca:
        return this.view.getFloat32(this.step(4));
      case 0xcb:
        return this.view.getFloat64(this.step(8));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.text(this.number(1 << (kind - 0xd9)));
      case 0xdc:
      case 0xdd:
        return this.list(this.number(kind === 0xdc ? 2 : 4));
      case 0xde:
      case 0xdf:
        return this.map(this.number(kind === 0xde ? 2 : 4));
      default:
        throw new Error(
          `The server's answer has a part of kind ${kind}, which this page cannot read. Load the page again.`,
        );
    }
  }

  private step(size: number): number {
    const from = this.place;
    this.place += size;
    return from;
  }

  private number(size: number): number {
    const from = this.step(size);
    if (size === 1) return this.view.getUint8(from);
    if (size === 2) return this.view.getUint16(from);
    return size === 4 ? this.view.getUint32(from) : Number(this.view.getBigUint64(from));
  }

  private signed(size: number): number {
    const from = this.step(size);
    if (size === 1) return this.view.getInt8(from);
    if (size === 2) return this.view.getInt16(from);
    return size === 4 ? this.view.getInt32(from) : Number(this.view.getBigInt64(from));
  }

  private slice(length: number): Uint8Array {
    const from = this.step(length);
    if (this.place > this.bytes.length)
      throw new RangeError('The server’s answer ends too early. Load the page again.');
    return this.bytes.subarray(from, from + length);
  }

  private text(length: number): string {
    return TEXTS.decode(this.slice(length));
  }

  private list(length: number): Packed[] {
    const items: Packed[] = [];
    for (let index = 0; index < length; index += 1) items.push(this.read());
    return items;
  }

  private map(length: number): { [key: string]: Packed } {
    const entries: [string, Packed][] = [];
    for (let index = 0; index < length; index += 1) entries.push([String(this.read()), this.read()]);
    return Object.fromEntries(entries);
  }
}

/** The value that some packed bytes hold. */
export function unpack(bytes: Uint8Array): Packed {
  return new Reader(bytes).read();
}
