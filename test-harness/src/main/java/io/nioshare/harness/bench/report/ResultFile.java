package io.nioshare.harness.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results as JSON. */
public final class ResultFile {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private ResultFile() {}

    public static void write(LegResult result, Path file) throws IOException {
        Files.writeString(file, GSON.toJson(result) + "\n");
    }

    public static LegResult read(Path file) throws IOException {
        return GSON.fromJson(Files.readString(file), LegResult.class);
    }
}
