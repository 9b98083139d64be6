package dev.probation.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.names.FoundHost;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectRuleTest {

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            from        | to                       | followed
            10.0.0.5    | 93.184.216.34            | true
            10.0.0.5    | 10.0.0.6                 | true
            10.0.0.5    | 2001:db8::1              | true
            10.0.0.5    | 169.254.169.254          | false
            10.0.0.5    | 169.254.0.1              | false
            10.0.0.5    | fe80::1                  | false
            10.0.0.5    | ::ffff:169.254.169.254   | false
            10.0.0.5    | ::169.254.169.254        | false
            10.0.0.5    | 64:ff9b::169.254.169.254 | false
            10.0.0.5    | fd00:ec2::254            | false
            10.0.0.5    | fd20:ce::254             | false
            10.0.0.5    | 127.0.0.1                | false
            10.0.0.5    | 127.9.9.9                | false
            10.0.0.5    | 0.0.0.0                  | false
            10.0.0.5    | ::                       | false
            10.0.0.5    | ::1                      | false
            10.0.0.5    | ::ffff:127.0.0.1         | false
            10.0.0.5    | 64:ff9b::127.0.0.1       | false
            2001:db8::1 | ::1                      | false
            ''          | 127.0.0.1                | false
            ''          | 10.0.0.6                 | true
            127.0.0.1   | 127.0.0.2                | true
            ::1         | 127.0.0.1                | true
            127.0.0.1   | 10.0.0.6                 | true
            127.0.0.1   | 169.254.169.254          | false
            127.0.0.1   | fe80::1                  | false
            """)
    void saysWhereARedirectToAnotherHostMayLead(String from, String to, boolean followed) {
        FoundHost found = new FoundHost("elsewhere", List.of(to), true);

        assertThat(RedirectRule.allowed(found, from).addresses()).isEqualTo(followed ? List.of(to) : List.of());
    }

    @Test
    void leavesOutOfAnAnswerOfTheResolverWhatMayNotBeReached() {
        FoundHost found = new FoundHost("elsewhere", List.of("127.0.0.1", "10.0.0.6", "169.254.169.254"), false);

        assertThat(RedirectRule.allowed(found, "10.0.0.5"))
                .isEqualTo(new FoundHost("elsewhere", List.of("10.0.0.6"), false));
    }
}
