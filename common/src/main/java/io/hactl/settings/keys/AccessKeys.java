package io.hactl.settings.keys;

import static io.hactl.settings.keys.Setting.local;

import io.hactl.settings.Secret;
import io.hactl.settings.ValueType;
import java.nio.file.Path;

/** The settings that the agent and the command line both read: which cluster, and its REST API. */
public final class AccessKeys {

  /** All of them. */
  public static final Catalogue CATALOGUE = new Catalogue();

  private static final Path HERE = Path.of("");

  /** The cluster. */
  public static final Setting<String> SCOPE =
      CATALOGUE.add(
          local("scope", ValueType.text(), "the cluster's name")
              .required("name the cluster, for instance 'scope: orders'", "")
              .inForce(InForce.AGENT_RESTART)
              .variable());

  /** The folder of clusters in the DCS. */
  public static final Setting<String> NAMESPACE =
      CATALOGUE.add(
          local("namespace", ValueType.text(), "where clusters are kept in etcd")
              .otherwise("service", "/service/")
              .inForce(InForce.AGENT_RESTART)
              .variable());

  /** Who signs client certificates, and servers' ones where {@code ctl} names nobody. */
  public static final Setting<Path> RESTAPI_CAFILE =
      CATALOGUE.add(
          local("restapi.cafile", ValueType.path(HERE), "who signs client certificates, PEM")
              .bound(FileCheck.READABLE)
              .variable());

  /** With {@link #RESTAPI_PASSWORD}. */
  public static final Setting<String> RESTAPI_USERNAME =
      CATALOGUE.add(
          local(
                  "restapi.authentication.username",
                  ValueType.text(),
                  "who may change something; without it, requests that change something are taken"
                      + " from loopback and the members' addresses only")
              .variables("restapi_username"));

  /** With {@link #RESTAPI_USERNAME}. */
  public static final Setting<Secret> RESTAPI_PASSWORD =
      CATALOGUE.add(
          local("restapi.authentication.password", ValueType.secret(), "the user's password")
              .variables("restapi_password"));

  /** Whether any certificate is trusted. */
  public static final Setting<Boolean> INSECURE =
      CATALOGUE.add(
          local(
                  "ctl.insecure",
                  ValueType.flag(),
                  "whether `hactl` and the agents trust any certificate of a REST API")
              .otherwise(false)
              .variable());

  /** Who signs the servers' certificates. */
  public static final Setting<Path> CACERT =
      CATALOGUE.add(
          local("ctl.cacert", ValueType.path(HERE), "who signs the REST APIs' certificates, PEM")
              .otherwiseAs("`restapi.cafile`")
              .bound(FileCheck.READABLE)
              .variable());

  /** The client's certificate. */
  public static final Setting<Path> CERTFILE =
      CATALOGUE.add(
          local("ctl.certfile", ValueType.path(HERE), "the client's certificate, PEM")
              .bound(FileCheck.READABLE)
              .variable());

  /** The client's key. */
  public static final Setting<Path> KEYFILE =
      CATALOGUE.add(
          local("ctl.keyfile", ValueType.path(HERE), "its key, PEM")
              .otherwiseAs("in `ctl.certfile`")
              .bound(FileCheck.READABLE)
              .variable());

  /** What the key is encrypted with. */
  public static final Setting<Secret> KEYFILE_PASSWORD =
      CATALOGUE.add(
          local("ctl.keyfile_password", ValueType.secret(), "what the key is encrypted with")
              .variable());

  /** With {@link #PASSWORD}. */
  public static final Setting<String> USERNAME =
      CATALOGUE.add(
          local("ctl.authentication.username", ValueType.text(), "who asks for changes")
              .otherwiseAs("as in `restapi`")
              .variables("ctl_username"));

  /** With {@link #USERNAME}. */
  public static final Setting<Secret> PASSWORD =
      CATALOGUE.add(
          local("ctl.authentication.password", ValueType.secret(), "the user's password")
              .otherwiseAs("as in `restapi`")
              .variables("ctl_password"));

  private AccessKeys() {}
}
