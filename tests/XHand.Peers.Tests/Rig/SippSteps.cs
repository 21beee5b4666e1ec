namespace XHand.Peers.Tests.Rig;

/// <summary>
/// The steps that scenarios are made of, as sipp writes them; [words] are filled in by sipp. [branch-N] is the branch of the step N
/// before, so a step that answers an INVITE counts the steps since then, pauses included.
/// </summary>
internal static class SippSteps
{
    /// <summary>REGISTER, challenged, answered, accepted.</summary>
    public static string Register(string expected = "200", int expires = 300) => $"""
        {Send(RegisterMessage(1, expires, ""))}
        <recv response="401" auth="true"/>
        {Send(RegisterMessage(2, expires, "[authentication]\n"))}
        <recv response="{expected}"/>
        """;

    /// <summary>REGISTER that removes every contact (RFC 3261 10.2.2), so that no earlier test's phone rings along.</summary>
    public static string ForgetAll { get; } = $"""
        {Send(Starred(RegisterMessage(1, 0, "")))}
        <recv response="401" auth="true"/>
        {Send(Starred(RegisterMessage(2, 0, "[authentication]\n")))}
        <recv response="200"/>
        """;

    /// <summary>INVITE, challenged, acknowledged, sent again with credentials; 100 may come.</summary>
    public static string Invite { get; } = $"""
        {Send(InviteMessage(1, "", "8 0 101", 20_000))}
        <recv response="100" optional="true"/>
        <recv response="401" auth="true"/>
        {Send(Ack(1, "[branch-3]"))}
        {Send(InviteMessage(2, "[authentication]\n", "8 0 101", 20_000))}
        <recv response="100" optional="true"/>
        """;

    /// <summary>INVITE without credentials, as an operator sends it; 100 may come.</summary>
    public static string UnsignedInvite { get; } = $"""
        {Send(InviteMessage(1, "", "8 0 101", 20_000))}
        <recv response="100" optional="true"/>
        """;

    /// <summary>Ringing, 200 and ACK of an <see cref="UnsignedInvite"/>.</summary>
    public static string UnsignedAnswered { get; } = $"""
        <recv response="180" optional="true"/>
        <recv response="200" rrs="true"/>
        {Send(InDialog("ACK", 1))}
        """;

    /// <summary>A final refusal and its ACK, ringing before it or not; <paramref name="cseq"/> is 1 after an <see cref="UnsignedInvite"/>.</summary>
    public static string Refused(int status, int cseq = 2) => $"""
        <recv response="180" optional="true"/>
        <recv response="{status}"/>
        {Send(Ack(cseq, "[branch-4]"))}
        """;

    /// <summary>The operator's side: INVITE comes, is challenged, and comes again signed by <paramref name="user"/>.</summary>
    public static string ChallengedInviteComes(string user) => $"""
        <recv request="INVITE"/>
        {Send(Response("401 Unauthorized", tagged: true).Replace(
            "Content-Length", "WWW-Authenticate: Digest realm=\"operator\", nonce=\"n0[call_number]\", qop=\"auth\", algorithm=MD5\nContent-Length", StringComparison.Ordinal))}
        <recv request="ACK"/>
        <recv request="INVITE">
          <action>
            <verifyauth assign_to="signed" username="{user}" password="right"/>
          </action>
        </recv>
        <nop next="good" test="signed"/>
        {Send(Response("403 Wrong Password", tagged: true))}
        <recv request="ACK"/>
        <label id="good"/>
        """;

    /// <summary>Ringing, 200, ACK.</summary>
    public static string Answered { get; } = $"""
        <recv response="180" optional="true"/>
        <recv response="200" rrs="true"/>
        {Send(InDialog("ACK", 2))}
        """;

    /// <summary>BYE and its 200.</summary>
    public static string Bye { get; } = $"""
        {Send(InDialog("BYE", 3), retransmit: true)}
        <recv response="200"/>
        """;

    /// <summary>CANCEL while it rings; 200 for it, 487 for the INVITE, ACK.</summary>
    public static string CancelWhileRinging { get; } = $"""
        <recv response="180"/>
        <pause milliseconds="300"/>
        {Send("""
        CANCEL sip:[service]@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch=[branch-4]
        Max-Forwards: 70
        From: <sip:[user]@127.0.0.1>;tag=a[call_number]
        To: <sip:[service]@127.0.0.1>
        Call-ID: [call_id]
        CSeq: 2 CANCEL
        Content-Length: 0
        """)}
        <recv response="200"/>
        <recv response="487"/>
        {Send(Ack(2, "[branch-7]"))}
        """;

    /// <summary>Re-INVITE that offers PCMU alone, its 200 and ACK.</summary>
    public static string ReinviteToPcmu { get; } = $"""
        {Send(Reinvite(3, "0 101", "sendrecv"), retransmit: true)}
        <recv response="100" optional="true"/>
        <recv response="200">
          <action><ereg regexp="m=audio [0-9]+ RTP/AVP 0 101" search_in="msg" check_it="true" assign_to="pcmu"/></action>
        </recv>
        <Reference variables="pcmu"/>
        {Send(InDialog("ACK", 3))}
        """;

    /// <summary>The callee's side: INVITE comes.</summary>
    public static string InviteComes { get; } = """
        <recv request="INVITE"/>
        """;

    /// <summary>The same, for a callee that will hang up: it keeps From as its own To.</summary>
    public static string InviteComesFromPeer { get; } = """
        <recv request="INVITE" rrs="true">
          <action><ereg regexp=".*" search_in="hdr" header="From:" assign_to="peer"/></action>
        </recv>
        """;

    /// <summary>180 with a tag.</summary>
    public static string Ring { get; } = Send(Response("180 Ringing", tagged: true));

    /// <summary>A refusal and its ACK.</summary>
    public static string Refuse(string status) => $"""
        {Send(Response(status, tagged: true), retransmit: true)}
        <recv request="ACK"/>
        """;

    /// <summary>200 with an answer, ACK comes.</summary>
    public static string Answer(string formats = "8 101") => $"""
        {Send(ResponseWithSdp("200 OK", formats), retransmit: true)}
        <recv request="ACK"/>
        """;

    /// <summary>CANCEL comes: 200 for it, 487 for the INVITE, ACK.</summary>
    public static string CancelComes { get; } = $"""
        <recv request="CANCEL"/>
        {Send(Response("200 OK", tagged: true))}
        {Send(Response("487 Request Terminated", tagged: true).Replace("[last_CSeq:]", "CSeq: [cseq] INVITE", StringComparison.Ordinal), retransmit: true)}
        <recv request="ACK"/>
        """;

    /// <summary>BYE comes and is answered.</summary>
    public static string ByeComes { get; } = $"""
        <recv request="BYE"/>
        {Send(Response("200 OK", tagged: false))}
        """;

    /// <summary>A pause.</summary>
    public static string Pause(int milliseconds) => $"""
        <pause milliseconds="{milliseconds}"/>
        """;

    /// <summary>200 to a re-INVITE: the To tag is already there.</summary>
    public static string AnswerAgain(string formats) => Answer(formats).Replace("[last_To:];tag=b[call_number]", "[last_To:]", StringComparison.Ordinal);

    /// <summary>The caller hangs up after 600 ms, unless the other was faster; the two may cross.</summary>
    public static string ByeMeetsBye { get; } = $"""
        <recv request="BYE" timeout="600" ontimeout="mine" next="theirs"/>
        <label id="mine"/>
        {Send(InDialog("BYE", 3), retransmit: true)}
        <recv request="BYE" optional="true" next="crossed"/>
        <recv response="481" optional="true" next="end"/>
        <recv response="200" next="end"/>
        <label id="crossed"/>
        {Send(Response("200 OK", tagged: false))}
        <recv response="481" optional="true" next="end"/>
        <recv response="200" next="end"/>
        <label id="theirs"/>
        {Send(Response("200 OK", tagged: false))}
        <label id="end"/>
        """;

    /// <summary>The same from the callee's side.</summary>
    public static string CalleeByeMeetsBye { get; } = ByeMeetsBye.Replace(InDialog("BYE", 3), """
        BYE [next_url] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch=[branch]
        Max-Forwards: 70
        From: <sip:[user]@127.0.0.1>;tag=b[call_number]
        To:[$peer]
        Call-ID: [call_id]
        CSeq: 1 BYE
        Content-Length: 0
        """, StringComparison.Ordinal);

    /// <summary>A message to be sent.</summary>
    public static string Send(string message, bool retransmit = false) => $"""
        <send{(retransmit ? " retrans=\"500\"" : "")}><![CDATA[

        {message}

        ]]></send>
        """;

    private static string Starred(string register) =>
        register.Replace("<sip:[user]@[local_ip]:[local_port];transport=[transport]>", "*", StringComparison.Ordinal);

    public static string RegisterMessage(int cseq, int expires, string authentication) => $"""
        REGISTER sip:127.0.0.1:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch=[branch]
        Max-Forwards: 70
        From: <sip:[user]@127.0.0.1>;tag=r[call_number]
        To: <sip:[user]@127.0.0.1>
        Call-ID: [call_id]
        CSeq: {cseq} REGISTER
        Contact: <sip:[user]@[local_ip]:[local_port];transport=[transport]>
        Expires: {expires}
        {authentication}Content-Length: 0
        """;

    public static string InviteMessage(int cseq, string authentication, string formats, int rtpPort) => $"""
        INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch=[branch]
        Max-Forwards: 70
        From: <sip:[user]@127.0.0.1>;tag=a[call_number]
        To: <sip:[service]@127.0.0.1>
        Call-ID: [call_id]
        CSeq: {cseq} INVITE
        Contact: <sip:[user]@[local_ip]:[local_port];transport=[transport]>
        {authentication}Content-Type: application/sdp
        Content-Length: [len]

        {Sdp(formats, rtpPort)}
        """;

    private static string Reinvite(int cseq, string formats, string direction) => $"""
        INVITE [next_url] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch=[branch]
        Max-Forwards: 70
        From: <sip:[user]@127.0.0.1>;tag=a[call_number]
        To: <sip:[service]@127.0.0.1>[peer_tag_param]
        Call-ID: [call_id]
        CSeq: {cseq} INVITE
        Contact: <sip:[user]@[local_ip]:[local_port];transport=[transport]>
        Content-Type: application/sdp
        Content-Length: [len]

        {Sdp(formats, 20_000).Replace("o=- 1 1", "o=- 1 2", StringComparison.Ordinal).Replace("sendrecv", direction, StringComparison.Ordinal)}
        """;

    public static string Ack(int cseq, string branch) => $"""
        ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch={branch}
        Max-Forwards: 70
        From: <sip:[user]@127.0.0.1>;tag=a[call_number]
        To: <sip:[service]@127.0.0.1>[peer_tag_param]
        Call-ID: [call_id]
        CSeq: {cseq} ACK
        Content-Length: 0
        """;

    public static string InDialog(string method, int cseq) => $"""
        {method} [next_url] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch=[branch]
        Max-Forwards: 70
        From: <sip:[user]@127.0.0.1>;tag=a[call_number]
        To: <sip:[service]@127.0.0.1>[peer_tag_param]
        Call-ID: [call_id]
        CSeq: {cseq} {method}
        Content-Length: 0
        """;

    public static string Response(string status, bool tagged) => $"""
        SIP/2.0 {status}
        [last_Via:]
        [last_From:]
        [last_To:]{(tagged ? ";tag=b[call_number]" : "")}
        [last_Call-ID:]
        [last_CSeq:]
        Contact: <sip:[user]@[local_ip]:[local_port];transport=[transport]>
        Content-Length: 0
        """;

    private static string ResponseWithSdp(string status, string formats) => $"""
        SIP/2.0 {status}
        [last_Via:]
        [last_From:]
        [last_To:];tag=b[call_number]
        [last_Call-ID:]
        [last_CSeq:]
        Contact: <sip:[user]@[local_ip]:[local_port];transport=[transport]>
        Content-Type: application/sdp
        Content-Length: [len]

        {Sdp(formats, 20_002)}
        """;

    public static string Sdp(string formats, int port) => $"""
        v=0
        o=- 1 1 IN IP4 [local_ip]
        s=-
        c=IN IP4 [local_ip]
        t=0 0
        m=audio {port} RTP/AVP {formats}
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-16
        a=ptime:20
        a=sendrecv
        """;
}
