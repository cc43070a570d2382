package io.hactl.rest.access;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of addresses.
 *
 * @param base an address of it
 * @param bits how many leading bits all its addresses share with the base
 */
record AddressRange(InetAddress base, int bits) {

  /**
   * Reads {@code 10.0.0.0/8}, {@code fe80::/10} or one address.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int length = base.getAddress().length * 8;
    int bits = slash < 0 ? length : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > length) {
      throw new IllegalArgumentException("a prefix of " + bits + " bits");
    }
    return new AddressRange(base, bits);
  }

  boolean contains(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] theirs = address.getAddress();
    int whole = bits / 8;
    if (mine.length != theirs.length || !Arrays.equals(mine, 0, whole, theirs, 0, whole)) {
      return false;
    }
    int mask = 0xff00 >> bits % 8 & 0xff;
    return mask == 0 || (mine[whole] & mask) == (theirs[whole] & mask);
  }
}
