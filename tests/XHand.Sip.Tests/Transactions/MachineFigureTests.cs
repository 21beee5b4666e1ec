using XHand.Sip.Transactions.Machines;

namespace XHand.Sip.Tests.Transactions;

/// <summary>The figures of RFC 3261 17 and RFC 6026, arrow by arrow.</summary>
public sealed class MachineFigureTests
{
    [Fact]
    public void Invite_client_starts_as_in_figure_5() =>
        Assert.Equal("Calling: SendRequest, StartTimerA, StartTimerB", Text(InviteClientMachine.Start.State, InviteClientMachine.Start.Actions));

    [Theory]
    [InlineData("Calling", "TimerA", "Calling: SendRequest, StartTimerA")]
    [InlineData("Calling", "TimerB", "Terminated: InformTimeout")]
    [InlineData("Calling", "TransportError", "Terminated: InformTransportError")]
    [InlineData("Calling", "Provisional", "Proceeding: PassToUser, StopTimersAAndB")]
    [InlineData("Calling", "Success", "Accepted: PassToUser, StopTimersAAndB, StartTimerM")]
    [InlineData("Calling", "Failure", "Completed: SendAck, PassToUser, StopTimersAAndB, StartTimerD")]
    [InlineData("Proceeding", "Provisional", "Proceeding: PassToUser")]
    [InlineData("Proceeding", "Success", "Accepted: PassToUser, StopTimersAAndB, StartTimerM")]
    [InlineData("Proceeding", "Failure", "Completed: SendAck, PassToUser, StopTimersAAndB, StartTimerD")]
    [InlineData("Proceeding", "TimerA", "Proceeding: None")]
    [InlineData("Proceeding", "CancelTimeout", "Terminated: InformTimeout")]
    [InlineData("Completed", "Failure", "Completed: SendAck")]
    [InlineData("Completed", "Success", "Completed: None")]
    [InlineData("Completed", "TimerD", "Terminated: None")]
    [InlineData("Completed", "TransportError", "Terminated: InformTransportError")]
    [InlineData("Accepted", "Success", "Accepted: PassToUser")]
    [InlineData("Accepted", "Failure", "Accepted: None")]
    [InlineData("Accepted", "TimerM", "Terminated: None")]
    [InlineData("Accepted", "TransportError", "Accepted: None")]
    public void Invite_client_follows_figure_5_with_RFC_6026(string state, string input, string expected)
    {
        InviteClientStep step = InviteClientMachine.Step(Enum.Parse<InviteClientState>(state), Enum.Parse<InviteClientInput>(input));
        Assert.Equal(expected, Text(step.State, step.Actions));
    }

    [Fact]
    public void Non_invite_client_starts_as_in_figure_6() =>
        Assert.Equal("Trying: SendRequest, StartTimerE, StartTimerF", Text(NonInviteClientMachine.Start.State, NonInviteClientMachine.Start.Actions));

    [Theory]
    [InlineData("Trying", "TimerE", "Trying: SendRequest, StartTimerE")]
    [InlineData("Trying", "TimerF", "Terminated: InformTimeout")]
    [InlineData("Trying", "TransportError", "Terminated: InformTransportError")]
    [InlineData("Trying", "Provisional", "Proceeding: PassToUser")]
    [InlineData("Trying", "Final", "Completed: PassToUser, StopTimersEAndF, StartTimerK")]
    [InlineData("Proceeding", "TimerE", "Proceeding: SendRequest, StartTimerEAtT2")]
    [InlineData("Proceeding", "TimerF", "Terminated: InformTimeout")]
    [InlineData("Proceeding", "TransportError", "Terminated: InformTransportError")]
    [InlineData("Proceeding", "Provisional", "Proceeding: PassToUser")]
    [InlineData("Proceeding", "Final", "Completed: PassToUser, StopTimersEAndF, StartTimerK")]
    [InlineData("Completed", "Final", "Completed: None")]
    [InlineData("Completed", "TimerK", "Terminated: None")]
    public void Non_invite_client_follows_figure_6(string state, string input, string expected)
    {
        NonInviteClientStep step = NonInviteClientMachine.Step(Enum.Parse<NonInviteClientState>(state), Enum.Parse<NonInviteClientInput>(input));
        Assert.Equal(expected, Text(step.State, step.Actions));
    }

    [Fact]
    public void Invite_server_starts_as_in_figure_7_with_100_at_once() =>
        Assert.Equal("Proceeding: SendTrying, PassRequestToUser", Text(InviteServerMachine.Start.State, InviteServerMachine.Start.Actions));

    [Theory]
    [InlineData("Proceeding", "Invite", "Proceeding: RepeatResponse")]
    [InlineData("Proceeding", "SendProvisional", "Proceeding: SendResponse")]
    [InlineData("Proceeding", "SendSuccess", "Accepted: SendResponse, StartTimerL")]
    [InlineData("Proceeding", "SendFailure", "Completed: SendResponse, StartTimersGAndH")]
    [InlineData("Proceeding", "TransportError", "Proceeding: InformTransportError")]
    [InlineData("Proceeding", "Ack", "Proceeding: None")]
    [InlineData("Accepted", "Invite", "Accepted: None")]
    [InlineData("Accepted", "SendSuccess", "Accepted: SendResponse")]
    [InlineData("Accepted", "Ack", "Accepted: PassAckToUser")]
    [InlineData("Accepted", "TimerL", "Terminated: None")]
    [InlineData("Accepted", "TransportError", "Accepted: InformTransportError")]
    [InlineData("Completed", "Invite", "Completed: RepeatResponse")]
    [InlineData("Completed", "TimerG", "Completed: RepeatResponse, StartTimerG")]
    [InlineData("Completed", "TimerH", "Terminated: InformTimeout")]
    [InlineData("Completed", "Ack", "Confirmed: StopTimersGAndH, StartTimerI")]
    [InlineData("Completed", "TransportError", "Completed: InformTransportError")]
    [InlineData("Confirmed", "Ack", "Confirmed: None")]
    [InlineData("Confirmed", "Invite", "Confirmed: None")]
    [InlineData("Confirmed", "TimerI", "Terminated: None")]
    public void Invite_server_follows_figure_7_with_RFC_6026(string state, string input, string expected)
    {
        InviteServerStep step = InviteServerMachine.Step(Enum.Parse<InviteServerState>(state), Enum.Parse<InviteServerInput>(input));
        Assert.Equal(expected, Text(step.State, step.Actions));
    }

    [Fact]
    public void Non_invite_server_starts_as_in_figure_8() =>
        Assert.Equal("Trying: PassRequestToUser, StartAbandonTimer", Text(NonInviteServerMachine.Start.State, NonInviteServerMachine.Start.Actions));

    [Theory]
    [InlineData("Trying", "Request", "Trying: None")]
    [InlineData("Trying", "SendProvisional", "Proceeding: SendResponse")]
    [InlineData("Trying", "SendFinal", "Completed: SendResponse, StartTimerJ")]
    [InlineData("Trying", "Abandoned", "Terminated: None")]
    [InlineData("Proceeding", "Request", "Proceeding: RepeatResponse")]
    [InlineData("Proceeding", "SendProvisional", "Proceeding: SendResponse")]
    [InlineData("Proceeding", "SendFinal", "Completed: SendResponse, StartTimerJ")]
    [InlineData("Proceeding", "TransportError", "Terminated: InformTransportError")]
    [InlineData("Completed", "Request", "Completed: RepeatResponse")]
    [InlineData("Completed", "SendFinal", "Completed: None")]
    [InlineData("Completed", "TransportError", "Terminated: InformTransportError")]
    [InlineData("Completed", "TimerJ", "Terminated: None")]
    [InlineData("Completed", "Abandoned", "Completed: None")]
    public void Non_invite_server_follows_figure_8(string state, string input, string expected)
    {
        NonInviteServerStep step = NonInviteServerMachine.Step(Enum.Parse<NonInviteServerState>(state), Enum.Parse<NonInviteServerInput>(input));
        Assert.Equal(expected, Text(step.State, step.Actions));
    }

    private static string Text(Enum state, Enum actions) => $"{state}: {actions}";
}
