package io.anamnesis.standalone.acceptance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;

/** A bundle as its files, and packed again by somebody who knows how one is packed. */
record Bundle(Map<String, byte[]> files) {
  private static final String SUMS = "SHA256SUMS";

  static Bundle of(byte[] zip) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Bundle(files);
  }

  byte[] bytes(String name) {
    return files.get(name);
  }

  String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  List<JsonNode> lines(String name) {
    return text(name).lines().map(Facts::parse).toList();
  }

  /** With another content of a file, and sums that fit it. */
  Bundle forged(String name, UnaryOperator<String> change) {
    Map<String, byte[]> other = new LinkedHashMap<>(files);
    other.put(name, change.apply(text(name)).getBytes(StandardCharsets.UTF_8));
    StringBuilder sums = new StringBuilder();
    other.forEach((file, content) -> sums.append(file.equals(SUMS) ? "" : sha256(content) + "  " + file + "\n"));
    other.put(SUMS, sums.toString().getBytes(StandardCharsets.US_ASCII));
    return new Bundle(other);
  }

  /** As {@code docs/reference/bundle.md} says that an archive is laid out. */
  byte[] zip() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment("anamnesis-bundle 1 sha256:" + "0".repeat(64));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sealed(bytes.toByteArray());
  }

  /** An archive with the digest that it should have. */
  static byte[] sealed(byte[] zip) {
    int end = zip.length - 64;
    byte[] sealed = zip.clone();
    System.arraycopy(sha256(java.util.Arrays.copyOf(zip, end)).getBytes(StandardCharsets.US_ASCII), 0, sealed, end, 64);
    return sealed;
  }

  Path unpackedTo(Path folder) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
