package io.nioshare.harness.contract;

import com.sun.jna.NativeLibrary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Where a provider, or the system below it, is known to break the contract: the tests that are left out for it, each
 * with the reason. Nothing else may be left out.
 */
final class KnownDifferences implements ExecutionCondition {

    /** Where a difference shows. */
    enum Where {
        ANYWHERE(() -> true),
        LINUX(() -> !Subject.isWindows()),
        WINDOWS(Subject::isWindows),
        WINE(KnownDifferences::isWine),
        BEFORE_JDK_19(() -> Runtime.version().feature() < 19),
        BEFORE_JDK_20(() -> Runtime.version().feature() < 20),
        SINCE_JDK_21(() -> Runtime.version().feature() >= 21);

        private final BooleanSupplier here;

        Where(BooleanSupplier here) {
            this.here = here;
        }
    }

    /**
     * @param subjects whom it concerns
     * @param tests names of test methods of {@code type}
     */
    record Entry(Where where, List<Subject> subjects, Class<?> type, List<String> tests, String reason) {

        boolean concerns(Subject subject, Class<?> testClass, String test) {
            return where.here.getAsBoolean()
                    && subjects.contains(subject)
                    && type.isAssignableFrom(testClass)
                    && tests.contains(test);
        }
    }

    /**
     * The JDK's selector frees the memory of its polls when it is closed, while Wine may still write to it, which now
     * and then ends the JVM. So there the JDK's selectors are emptied and left open.
     */
    static final boolean SELECTOR_CLOSE_CORRUPTS_MEMORY = isWine();

    private static final String CORRUPTS = "the JDK's selector, closed with polls pending, corrupts memory on Wine";

    private static final String UNCONNECTED =
            "epoll reports a socket that was neither bound nor connected as hung up, which the JDK takes for readiness";

    static final List<Entry> TABLE = List.of(
            both(
                    Where.WINE,
                    SocketChannelShutdownContract.class,
                    "Wine loses a reset that comes while nobody waits to read: then the stream just ends",
                    "aResetThatNobodyWaitedForFailsTheRead"),
            jdk(
                    Where.WINE,
                    SocketChannelShutdownContract.class,
                    "a blocked call of the JDK's isn't ended by shutdown on Wine",
                    "shutdownInputEndsABlockedRead",
                    "shutdownOutputEndsABlockedWrite"),
            jdk(
                    Where.WINE,
                    AsynchronousCloseContract.class,
                    "a blocked write of the JDK's is ended neither by close nor by interrupt on Wine",
                    "closeEndsAWrite",
                    "closeEndsAGather",
                    "interruptEndsAWrite",
                    "interruptEndsAGather",
                    "closeEndsAReadAndAWriteAtOnce",
                    "anInterruptedReaderClosesTheChannelForTheWriter"),
            jdk(
                    Where.WINE,
                    AsynchronousCloseContract.class,
                    "a read of the JDK's that begins while its channel is being closed may wait for ever on Wine",
                    "closesRaceWithReads",
                    "interruptsRaceWithReads"),
            jdk(
                    Where.WINE,
                    SocketChannelTransferContract.class,
                    "the JDK's non-blocking gathers lose bytes on Wine when the kernel takes a part",
                    "aNonBlockingGatherOfSeveralMegabytes",
                    "aNonBlockingGatherOfSeveralMegabytesOutsideTheHeap"),
            jdk(
                    Where.WINE,
                    SocketViewStreamsContract.class,
                    "a blocked write of the JDK's is ended neither by close nor by interrupt on Wine",
                    "closeEndsAWriteThatSentAPart"),
            jdk(
                    Where.WINDOWS,
                    SocketChannelTransferContract.class,
                    "the JDK looks at the first 16 buffers of a gather alone on Windows",
                    "aGatherWithANullSendsNothing"),
            jdk(
                    Where.WINE,
                    StreamsBothWaysContract.class,
                    "a blocked call of the JDK's isn't ended by shutdown on Wine",
                    "shutdownInputEndsAStreamsRead"),
            jdk(
                    Where.WINE,
                    EarlyPeersContract.class,
                    "the JDK's accept fails on Wine when the peer has reset before it",
                    "aResetBeforeTheAcceptSparesTheNextClient",
                    "aSelectorTellsOfTheClientAfterAReset"),
            jdk(
                    Where.WINE,
                    DatagramChannelStateContract.class,
                    "the JDK's disconnect ends in a failing bind on Wine",
                    "disconnectKeepsThePort",
                    "disconnectKeepsAPortThatConnectChose",
                    "aDisconnectedChannelIsUnconnectedInEveryWay",
                    "disconnectKeepsOptions"),
            jdk(
                    Where.WINE,
                    DatagramChannelBlockingContract.class,
                    "a receive of the JDK's that begins while its channel is being closed may wait for ever on Wine",
                    "closesRaceWithReceives",
                    "interruptsRaceWithReceives"),
            jdk(
                    Where.WINE,
                    MulticastContract.class,
                    "the JDK's disconnect ends in a failing bind on Wine",
                    "membershipSurvivesADisconnect"),
            both(
                    Where.WINE,
                    MulticastContract.class,
                    "Wine lets nobody join one source of a group",
                    "oneSourceOfAGroup"),
            jdk(
                    Where.WINE,
                    PipeContract.class,
                    "a blocked write of the JDK's is ended neither by close nor by interrupt on Wine",
                    "closeEndsAWrite",
                    "closeEndsAGather",
                    "interruptEndsAWrite",
                    "interruptEndsAGather"),
            jdk(
                    Where.ANYWHERE,
                    DatagramChannelTransferContract.class,
                    "the JDK takes an empty datagram that is read for the end of a stream, and writes none",
                    "anEmptyDatagramOfAConnectedChannelIsADatagram",
                    "anEmptyDatagramEndsARead"),
            jdk(
                    Where.WINDOWS,
                    DatagramChannelTransferContract.class,
                    "the JDK gathers no more than 16 buffers on Windows and leaves the others out of the datagram",
                    "gatherAndScatterOfMoreThanSixteenBuffers"),
            jdk(
                    Where.WINE,
                    DatagramChannelTransferContract.class,
                    "Wine doesn't tell the JDK how much of a cut datagram there is, and the JDK says end of stream",
                    "whatDoesNotFitIsDroppedFromAReadAndAScatter",
                    "whatDoesNotFitIntoManyBuffersIsDropped"),
            both(
                    Where.WINE,
                    DatagramChannelTransferContract.class,
                    "Wine doesn't report that nobody receives",
                    "aConnectedChannelIsToldThatNobodyReceives"),
            jdk(
                    Where.WINE,
                    DatagramSocketViewContract.class,
                    "the JDK's connect fails on Wine when nobody received at the earlier peer's address",
                    "anUnreachablePeerDoesNotKeepTheNextOneAway"),
            jdk(
                    Where.BEFORE_JDK_19,
                    StreamsBothWaysContract.class,
                    "a stream of the JDK's holds the blocking lock while it waits",
                    "aWaitingReaderLetsAWriterWrite",
                    "aWaitingWriterLetsAReaderRead",
                    "bothEndsWriteBeforeTheyRead",
                    "severalWritersDoNotMixWhatTheyWrite",
                    "closeEndsAReaderAndAWriter",
                    "aThreadThatHoldsTheBlockingLockCloses",
                    "interruptEndsAReaderAndItsWriter",
                    "aWriterThatComesInterruptedEndsTheReader",
                    "notificationsThatAreNotOursAreNothing",
                    "registeringIsRefusedWhileAReaderWaits"),
            jdk(
                    Where.ANYWHERE,
                    SocketViewContract.class,
                    "a view of the JDK's takes a negative linger time for none, which Socket forbids",
                    "aLingerTimeIsNotNegative"),
            jdk(
                    Where.ANYWHERE,
                    SecurityManagerDatagramContract.class,
                    "a view of the JDK's leaves what it refused in front of what it receives next",
                    "aViewsReceiveDropsRefusedDatagramsToo"),
            jdk(
                    Where.SINCE_JDK_21,
                    SecurityManagerDatagramContract.class,
                    "a blocking receive of the JDK's ends with nothing at a datagram that it refused",
                    "aBlockingReceiveGoesOnAfterARefusedDatagram"),
            jdk(
                    Where.ANYWHERE,
                    StreamsBothWaysContract.class,
                    "a stream of the JDK's datagram channels holds the blocking lock while it waits",
                    "aDatagramChannelsStreams"),
            jdk(
                    Where.LINUX,
                    SelectorContract.class,
                    UNCONNECTED,
                    "anUnboundListenerAndAnUnconnectedChannelMayBeRegistered"),
            jdk(
                    Where.LINUX,
                    SelectorConcurrencyContract.class,
                    UNCONNECTED,
                    "aConnectStartedDuringASelectionIsSeen",
                    "aBindDuringASelectionIsSeen"),
            jdk(
                    Where.WINE,
                    SelectorContract.class,
                    CORRUPTS,
                    "closingWithPollsPendingLeavesTheChannels",
                    "anActionThatClosesTheSelectorEndsTheSelection"),
            jdk(
                    Where.BEFORE_JDK_20,
                    SelectorConcurrencyContract.class,
                    "a registration of the JDK's fails when its key is cancelled before it is returned (JDK-8287580)",
                    "registeringIsNoMatterOfWhoCancelsMeanwhile"),
            jdk(
                    Where.WINE,
                    SelectorConcurrencyContract.class,
                    CORRUPTS,
                    "closeEndsASelectionWithPollsPending",
                    "aNumberThatIsUsedAgainAtOnceIsAnotherChannel"),
            jdk(Where.WINE, ManyConnectionsContract.class, CORRUPTS, "closingSelectorsWithAThousandPollsPending"),
            jdk(Where.WINE, HandleLeakContract.class, CORRUPTS, "selectorsLeaveNothing"),
            jdk(
                    Where.WINE,
                    SelectorStormContract.class,
                    "the JDK's selector under load corrupts memory on Wine",
                    "eightThreadsRegisterCancelCloseAndWakeUp"));

    private static Entry jdk(Where where, Class<?> type, String reason, String... tests) {
        return new Entry(where, List.of(Subject.JDK), type, List.of(tests), reason);
    }

    private static Entry both(Where where, Class<?> type, String reason, String... tests) {
        return new Entry(where, Arrays.asList(Subject.values()), type, List.of(tests), reason);
    }

    static Optional<Entry> find(Subject subject, Class<?> testClass, String test) {
        return TABLE.stream()
                .filter(entry -> entry.concerns(subject, testClass, test))
                .findFirst();
    }

    /** Wine's ntdll has a function that Windows' hasn't. */
    static boolean isWine() {
        if (!Subject.isWindows()) {
            return false;
        }
        try {
            NativeLibrary.getInstance("ntdll").getFunction("wine_get_version");
            return true;
        } catch (UnsatisfiedLinkError windows) {
            return false;
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Class<?> tests = context.getRequiredTestClass();
        return context.getTestMethod()
                .flatMap(test -> find(Subject.of(tests), tests, test.getName()))
                .map(entry -> ConditionEvaluationResult.disabled(entry.reason()))
                .orElse(ConditionEvaluationResult.enabled("no difference is known"));
    }
}
