package io.hactl.rest.tls;

import java.io.ByteArrayOutputStream;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Wraps the older private key formats into PKCS #8 (RFC 5958), the only one that the Java runtime
 * reads.
 */
final class Pkcs8 {

  private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
  private static final byte[] RSA_WITH_NULL =
      HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  private static final byte[] EC_OID = HexFormat.of().parseHex("06072a8648ce3d0201");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int PARAMETERS = 0xa0;

  private Pkcs8() {}

  /** From PKCS #1 ({@code RSA PRIVATE KEY}, RFC 8017). */
  static byte[] ofRsa(byte[] pkcs1) {
    return tlv(SEQUENCE, concat(VERSION_0, RSA_WITH_NULL, tlv(OCTET_STRING, pkcs1)));
  }

  /** From SEC 1 ({@code EC PRIVATE KEY}, RFC 5915), which must name its curve. */
  static byte[] ofEc(byte[] sec1) throws InvalidKeySpecException {
    byte[] algorithm = tlv(SEQUENCE, concat(EC_OID, curve(sec1)));
    return tlv(SEQUENCE, concat(VERSION_0, algorithm, tlv(OCTET_STRING, sec1)));
  }

  /** The curve's identifier: the content of the field tagged [0]. */
  private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
    int[] outer = header(sec1, 0);
    int at = outer[0];
    int end = at + outer[1];
    while (at < end) {
      int tag = sec1[at] & 0xff;
      int[] field = header(sec1, at);
      if (tag == PARAMETERS) {
        return Arrays.copyOfRange(sec1, field[0], field[0] + field[1]);
      }
      at = field[0] + field[1];
    }
    throw new InvalidKeySpecException("an EC key without the name of its curve");
  }

  /** Where the content of the element at {@code at} begins, and its length. */
  private static int[] header(byte[] der, int at) throws InvalidKeySpecException {
    try {
      int first = der[at + 1] & 0xff;
      int start = at + 2;
      int length = first;
      if (first >= 0x80) {
        length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
          length = length << 8 | der[start++] & 0xff;
        }
      }
      if (length < 0 || start + length > der.length) {
        throw new InvalidKeySpecException("a truncated key");
      }
      return new int[] {start, length};
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new InvalidKeySpecException("a truncated key", e);
    }
  }

  private static byte[] tlv(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
