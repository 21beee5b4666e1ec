namespace XHand.Peers.Tests.Rig;

/// <summary>Steps of SIP's extensions: reliable responses, session timers, UPDATE, REFER, MESSAGE, SUBSCRIBE.</summary>
internal static class SippExtensionSteps
{
    /// <summary>The callee's side: INVITE comes and is kept, since PRACK will be the last message when it is answered.</summary>
    public static string InviteComesToBeKept { get; } = """
        <recv request="INVITE">
          <action>
            <ereg regexp=".*" search_in="hdr" header="Via:" assign_to="via"/>
            <ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="cseq"/>
            <ereg regexp="100rel" search_in="hdr" header="Supported:" check_it="true" assign_to="supported"/>
          </action>
        </recv>
        <Reference variables="supported"/>
        """;

    /// <summary>A reliable 180, repeated until its PRACK comes, which names it (RFC 3262).</summary>
    public static string RingReliably { get; } = $"""
        {SippSteps.Send(With(SippSteps.Response("180 Ringing", tagged: true), "Require: 100rel\nRSeq: 77"), retransmit: true)}
        <recv request="PRACK">
          <action><ereg regexp="77 [0-9]+ INVITE" search_in="hdr" header="RAck:" check_it="true" assign_to="rack"/></action>
        </recv>
        <Reference variables="rack"/>
        {SippSteps.Send(SippSteps.Response("200 OK", tagged: false))}
        """;

    /// <summary>200 to the INVITE that was kept, ACK.</summary>
    public static string AnswerKept { get; } = SippSteps.Answer()
        .Replace("[last_Via:]", "Via:[$via]", StringComparison.Ordinal)
        .Replace("[last_CSeq:]", "CSeq:[$cseq]", StringComparison.Ordinal)
        .Replace("[last_To:];tag=b[call_number]", "[last_To:]", StringComparison.Ordinal);

    /// <summary>INVITE with these headers, signed; 100 may come.</summary>
    public static string InviteWith(string headers) =>
        SippSteps.Invite.Replace("Content-Type: application/sdp", headers + "\nContent-Type: application/sdp", StringComparison.Ordinal);

    /// <summary>200 whose header says this, and ACK.</summary>
    public static string AnsweredWith(string header, string regexp) => $"""
        <recv response="180" optional="true"/>
        <recv response="200" rrs="true">
          <action><ereg regexp="{regexp}" search_in="hdr" header="{header}:" check_it="true" assign_to="said"/></action>
        </recv>
        <Reference variables="said"/>
        {SippSteps.Send(SippSteps.InDialog("ACK", 2))}
        """;

    /// <summary>A request inside the dialog with these headers, and its answer.</summary>
    public static string Ask(string method, int cseq, string headers, int status) => $"""
        {SippSteps.Send(With(SippSteps.InDialog(method, cseq), $"Contact: <sip:[user]@[local_ip]:[local_port];transport=[transport]>\n{headers}"), retransmit: true)}
        <recv response="{status}"/>
        """;

    /// <summary>NOTIFY comes with this in its body.</summary>
    public static string Told(string fragment) => $"""
        <recv request="NOTIFY">
          <action><ereg regexp="{fragment}" search_in="body" check_it="true" assign_to="told"/></action>
        </recv>
        <Reference variables="told"/>
        {SippSteps.Send(SippSteps.Response("200 OK", tagged: false))}
        """;

    /// <summary>BYE after other requests.</summary>
    public static string Bye(int cseq) => $"""
        {SippSteps.Send(SippSteps.InDialog("BYE", cseq), retransmit: true)}
        <recv response="200"/>
        """;

    /// <summary>A request outside a dialog, challenged, signed, answered.</summary>
    public static string AskOutside(string method, string headers, string body, int status) => $"""
        {SippSteps.Send(Outside(method, 1, headers, body))}
        <recv response="401" auth="true"/>
        {SippSteps.Send(Outside(method, 2, "[authentication]\n" + headers, body))}
        <recv response="{status}"/>
        """;

    /// <summary>A request comes and gets 200.</summary>
    public static string Comes(string method, string body) => $"""
        <recv request="{method}">
          <action><ereg regexp="{body}" search_in="body" check_it="true" assign_to="text"/></action>
        </recv>
        <Reference variables="text"/>
        {SippSteps.Send(SippSteps.Response("200 OK", tagged: true))}
        """;

    private static string With(string message, string headers) =>
        message.Replace("Content-Length: 0", headers + "\nContent-Length: 0", StringComparison.Ordinal);

    private static string Outside(string method, int cseq, string headers, string body) => $"""
        {method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch=[branch]
        Max-Forwards: 70
        From: <sip:[user]@127.0.0.1>;tag=o[call_number]
        To: <sip:[service]@127.0.0.1>
        Call-ID: [call_id]
        CSeq: {cseq} {method}
        Contact: <sip:[user]@[local_ip]:[local_port];transport=[transport]>
        {headers}
        Content-Length: [len]

        {body}
        """;
}
