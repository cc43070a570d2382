package io.hactl.rest.client;

import io.hactl.rest.settings.RestSettings;
import io.hactl.rest.tls.TlsContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Asks a REST API whether it is there, over a new connection, as a load balancer does. Any answer
 * will do, even a refusal.
 */
public final class ApiCheck {

  private static final List<String> ANY_HOST = List.of("", "*", "0.0.0.0");
  private static final List<String> ANY_HOST_IPV6 = List.of("::", "[::]");

  private ApiCheck() {}

  /**
   * Whether there is an answer within {@code timeout}, give or take a time-out for each of its
   * steps: connecting, and the first word.
   *
   * @param settings how the API listens
   * @param port the port that it listens on
   */
  public static boolean answers(RestSettings settings, int port, Duration timeout) {
    int millis = (int) Math.max(1, timeout.toMillis());
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(reachable(settings.host()), port), millis);
      plain.setSoTimeout(millis);
      return settings.tls().isPresent() ? answersTls(settings, plain, port) : answers(plain);
    } catch (SSLException e) {
      // The API speaks: what it thinks of this client's certificate is another matter.
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean answersTls(RestSettings settings, Socket plain, int port)
      throws IOException {
    try (SSLSocket secured =
        (SSLSocket)
            TlsContext.of(settings.tls().orElseThrow(), true)
                .getSocketFactory()
                .createSocket(plain, settings.host(), port, false)) {
      secured.startHandshake();
      return answersOrHangsUp(secured);
    }
  }

  /** Who is hung up on for a certificate that is not trusted has been answered. */
  private static boolean answersOrHangsUp(Socket socket) {
    try {
      answers(socket);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean answers(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write(
            "GET /liveness HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    InputStream answer = socket.getInputStream();
    return answer.read() == 'H';
  }

  private static String reachable(String host) {
    if (ANY_HOST.contains(host)) {
      return "127.0.0.1";
    }
    return ANY_HOST_IPV6.contains(host) ? "::1" : host;
  }
}
