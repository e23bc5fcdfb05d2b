namespace Argos.Rules.Cli.Skeletons;

/// <summary>The texts of a new policy: it only tightens, and its tests show each of its answers.</summary>
internal static class Skeleton
{
    public static string Policy(string name) => $$"""
        // ---
        // title: {{name}}
        // providers: ["k8s.*"]    # which providers it applies to: globs
        // mode: shadow            # evaluated and recorded, never decides; `enforce` when the records are as you want them
        // ---

        // Each check is one line: what is wrong, then a code that stays, then a detail for the audit log.
        // This policy only restricts: who may have an identity at all is for another one to say.
        var domains = Data["{{name}}/domains"];
        if (!domains.Exists) return Wait("{{name}}/domains", "domains-unknown");
        if (!domains.Texts.Contains(Input.Domain)) return Deny("domain-not-listed", $"domain `{Input.Domain}` is not in `{{name}}/domains`");

        return Allow();

        """;

    /// <summary>The data that the policy asks for, as a ConfigMap ships it.</summary>
    public static string Data(string name) => $$"""
        # The domains that `{{name}}/domains` of the data tree lists.
        - shop

        """;

    public static string Tests(string name) => $$"""
        # One case for each answer of the policy. Run `argos test`, then `argos mutate` to see which checks no case guards.
        now: 2026-03-01T12:00:00Z
        data: { {{name}}/domains: [shop] }
        base:
          provider: k8s.cluster1.identityd
          domain: shop
          service: web
          attributes: {instanceId: u-1}
        cases:
          - name: a listed domain
            expect: {outcome: allowed}
          - name: another domain
            with: {domain: other}
            expect: {codes: [domain-not-listed]}
          - name: the list is not there yet
            data: { {{name}}/domains: null }
            expect: {outcome: undecided, codes: [domains-unknown]}

        """;
}
