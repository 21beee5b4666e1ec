namespace XHand.Browser.Tests.Rig;

/// <summary>The steps of a call that an operator's switch sends to us, as sipp writes them; there is no digest, the address is known.</summary>
internal static class OutsideCall
{
    /// <summary>INVITE with that display name and number in From, rings, is answered, and is ended by us from the page.</summary>
    public static string AnsweredThenEndedByUs(string displayName, string number) => $"""
        <send retrans="500"><![CDATA[
        INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch=[branch]
        Max-Forwards: 70
        From: "{displayName}" <sip:{number}@[local_ip]:[local_port]>;tag=o[call_number]
        To: <sip:[service]@[remote_ip]>
        Call-ID: [call_id]
        CSeq: 1 INVITE
        Contact: <sip:{number}@[local_ip]:[local_port]>
        Content-Type: application/sdp
        Content-Length: [len]

        v=0
        o=- 1 1 IN IP4 [local_ip]
        s=-
        c=IN IP4 [local_ip]
        t=0 0
        m=audio 20000 RTP/AVP 8
        a=rtpmap:8 PCMA/8000
        ]]></send>
        <recv response="100" optional="true"/>
        <recv response="180" optional="true"/>
        <recv response="200" rrs="true"/>
        <send><![CDATA[
        ACK [next_url] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch=[branch]
        Max-Forwards: 70
        From: "{displayName}" <sip:{number}@[local_ip]:[local_port]>;tag=o[call_number]
        [last_To:]
        Call-ID: [call_id]
        CSeq: 1 ACK
        Content-Length: 0

        ]]></send>
        <recv request="BYE"/>
        <send><![CDATA[
        SIP/2.0 200 OK
        [last_Via:]
        [last_From:]
        [last_To:]
        [last_Call-ID:]
        [last_CSeq:]
        Content-Length: 0

        ]]></send>
        """;
}
