package io.hactl.rest.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses by itself in one plain sentence, without a page or a stack trace. */
final class PlainErrors extends ErrorHandler {

  private static final HttpField PLAIN =
      new HttpField(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    response.getHeaders().put(PLAIN);
    response.write(true, sentence(status), callback);
  }

  private static ByteBuffer sentence(int status) {
    String text =
        switch (status) {
          case 413, 431, 414 -> "the request is too large";
          case 408 -> "the request took too long to arrive";
          case 501, 405 -> "the method is not supported";
          case 505 -> "the HTTP version is not supported";
          default -> status >= 500 ? "the agent could not answer" : "the request is malformed";
        };
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
