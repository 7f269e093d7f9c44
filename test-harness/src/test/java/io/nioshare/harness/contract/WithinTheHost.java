package io.nioshare.harness.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.StandardProtocolFamily;
import java.util.Set;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets tests run on channels of the family {@code UNIX} instead of TCP. Where the system has no such sockets, none of
 * them runs.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(WithinTheHost.Condition.class)
@interface WithinTheHost {

    final class Condition implements ExecutionCondition {

        /** Those that need what only TCP has. */
        private static final Set<String> OVER_TCP_ALONE = Set.of(
                // a peer that is a java.net.Socket
                "aForeignPeerSeesTheSameBytes",
                "aForeignPeerSeesTheHalfClose",
                "aForeignPeerSeesTheClose",
                "aResetFailsEveryRead",
                "aResetThatNobodyWaitedForFailsTheRead",
                "aClosedReadLeavesThePeerWithTheEndOfTheStream",
                "closingAChannelDoesNotWaitForASelection",
                "closingARegisteredChannelWithUnreadDataEndsTheStream",
                "closingABlockingChannelWithUnreadDataEndsTheStream",
                // a connection that is pending
                "closeEndsAConnect",
                "closeEndsAFinishConnect",
                "interruptEndsAConnect",
                "interruptEndsAFinishConnect",
                "interruptBeforeAFinishConnect",
                // a port
                "closingAListenerFreesItsPortAtOnce",
                // a reset without unread data
                "lingeringZeroResets",
                "lingeringZeroResetsFromASelectorToo");

        /** The JDK's provider decides, so that ours can't have its tests left out by refusing. */
        private static final String REFUSAL = refusal();

        private static String refusal() {
            try {
                Subject.JDK
                        .provider()
                        .openSocketChannel(StandardProtocolFamily.UNIX)
                        .close();
                return null;
            } catch (UnsupportedOperationException e) {
                return "this system has no sockets of AF_UNIX, says the JDK: " + e.getMessage();
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (REFUSAL != null) {
                return ConditionEvaluationResult.disabled(REFUSAL);
            }
            boolean tcpAlone = context.getTestMethod()
                    .map(test -> OVER_TCP_ALONE.contains(test.getName()))
                    .orElse(false);
            return tcpAlone
                    ? ConditionEvaluationResult.disabled("it needs what only TCP has")
                    : ConditionEvaluationResult.enabled("the system has sockets of AF_UNIX");
        }
    }
}
