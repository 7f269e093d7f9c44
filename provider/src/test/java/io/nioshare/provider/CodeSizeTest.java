package io.nioshare.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nioshare.provider.memory.IpAddressCodec;
import io.nioshare.provider.windows.afd.AfdPoller;
import io.nioshare.provider.windows.share.WindowsSharing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods that say that HotSpot doesn't inline them: nothing else would tell when an edit makes one short enough. */
class CodeSizeTest {

    /** The JVM's option FreqInlineSize, where nobody sets it: the most bytes of code of a method that is inlined. */
    private static final int MOST_INLINED = 325;

    private static final Pattern INSTRUCTION = Pattern.compile("^ +(\\d+): (?=[a-z])", Pattern.MULTILINE);

    static Stream<Arguments> methods() {
        return Stream.of(
                Arguments.of(AfdPoller.class, "", "poll(long,"),
                Arguments.of(IpAddressCodec.class, "", "decode("),
                Arguments.of(WindowsSharing.class, "$WindowsToken", "OsImported open()"));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void isTooLongToBeInlined(Class<?> type, String nested, String method) throws Exception {
        Optional<ToolProvider> javap = ToolProvider.findFirst("javap");
        assumeTrue(javap.isPresent(), "this JDK has no javap");
        String classes = Path.of(
                        type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        javap.orElseThrow().run(writer, writer, "-c", "-p", "-cp", classes, type.getName() + nested);
        String code = out.toString().replace("\r\n", "\n");
        int start = code.indexOf(method);
        assertThat(start).as(method).isPositive();
        int end = code.indexOf("\n\n", start);
        String body = end < 0 ? code.substring(start) : code.substring(start, end);
        int last = INSTRUCTION
                .matcher(body)
                .results()
                .mapToInt(instruction -> Integer.parseInt(instruction.group(1)))
                .max()
                .orElseThrow();
        assertThat(last).isGreaterThan(MOST_INLINED);
    }
}
