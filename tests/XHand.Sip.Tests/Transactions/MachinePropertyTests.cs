using XHand.Sip.Transactions.Machines;

namespace XHand.Sip.Tests.Transactions;

/// <summary>Walks every state and input of the four machines and holds what must be true of all of them.</summary>
public sealed class MachinePropertyTests
{
    private sealed record Move(string Machine, string State, string Input, string Next, string Actions)
    {
        public bool Has(string action) => Actions.Split(", ").Contains(action);
    }

    private static List<Move> Walk<TState, TInput>(string machine, Func<TState, TInput, (TState Next, Enum Actions)> step)
        where TState : struct, Enum
        where TInput : struct, Enum
    {
        List<Move> moves = [];
        foreach (TState state in Enum.GetValues<TState>())
        {
            foreach (TInput input in Enum.GetValues<TInput>())
            {
                (TState next, Enum actions) = step(state, input);
                moves.Add(new Move(machine, state.ToString(), input.ToString(), next.ToString(), actions.ToString()));
            }
        }

        return moves;
    }

    private static List<Move> AllMoves() =>
    [
        .. Walk<InviteClientState, InviteClientInput>("InviteClient", (s, i) => InviteClientMachine.Step(s, i) is var r ? (r.State, r.Actions) : default),
        .. Walk<NonInviteClientState, NonInviteClientInput>("NonInviteClient", (s, i) => NonInviteClientMachine.Step(s, i) is var r ? (r.State, r.Actions) : default),
        .. Walk<InviteServerState, InviteServerInput>("InviteServer", (s, i) => InviteServerMachine.Step(s, i) is var r ? (r.State, r.Actions) : default),
        .. Walk<NonInviteServerState, NonInviteServerInput>("NonInviteServer", (s, i) => NonInviteServerMachine.Step(s, i) is var r ? (r.State, r.Actions) : default),
    ];

    private static void Holds(Func<Move, bool> where, Func<Move, bool> rule)
    {
        List<Move> moves = AllMoves().Where(where).ToList();
        Assert.NotEmpty(moves);
        Assert.All(moves, move => Assert.True(rule(move), move.ToString()));
    }

    [Fact]
    public void The_walk_covers_every_pair_of_the_four_machines() =>
        Assert.Equal((5 * 9) + (4 * 6) + (5 * 10) + (4 * 6), AllMoves().Count);

    [Fact]
    public void Terminated_is_final_and_does_nothing() =>
        Holds(m => m.State == "Terminated", m => m.Next == "Terminated" && m.Actions == "None");

    [Fact]
    public void Every_state_can_end()
    {
        foreach (IGrouping<string, Move> machine in AllMoves().GroupBy(m => m.Machine))
        {
            HashSet<string> ending = ["Terminated"];
            while (machine.Any(m => ending.Contains(m.Next) && ending.Add(m.State)))
            {
            }

            Assert.Equal(machine.Select(m => m.State).ToHashSet(), ending);
        }
    }

    [Fact]
    public void A_transaction_never_goes_back()
    {
        // The enums list the states in the order of a life; Accepted and Completed are side by side and never lead to each other.
        string[] order = ["Calling", "Trying", "Proceeding", "Accepted", "Completed", "Confirmed", "Terminated"];
        Holds(_ => true, m => Array.IndexOf(order, m.Next) >= Array.IndexOf(order, m.State));
        Holds(m => m.State == "Accepted", m => m.Next is "Accepted" or "Terminated");
    }

    [Fact]
    public void A_provisional_never_leaves_completed_or_accepted_and_is_never_passed_on_there() =>
        Holds(
            m => m.Input is "Provisional" or "SendProvisional" && m.State is "Completed" or "Accepted" or "Confirmed",
            m => m.Input is not ("Provisional" or "SendProvisional") || (m.Next == m.State && m.Actions == "None"));

    [Fact]
    public void Nothing_but_a_response_is_passed_to_a_client_user() =>
        Holds(m => m.Has("PassToUser"), m => m.Input is "Provisional" or "Success" or "Failure" or "Final");

    [Fact]
    public void A_client_user_hears_of_one_end_only()
    {
        // Once in Completed or Accepted the user has its final: no time-out comes after it.
        Holds(m => m.Machine.EndsWith("Client", StringComparison.Ordinal) && m.State is "Completed" or "Accepted", m => !m.Has("InformTimeout") || m.Machine.EndsWith("Server", StringComparison.Ordinal));
        Holds(m => m.Has("InformTimeout") && m.Machine.EndsWith("Client", StringComparison.Ordinal), m => m.Next == "Terminated");
    }

    [Fact]
    public void Timers_never_act_in_a_state_that_does_not_run_them()
    {
        Dictionary<string, string[]> runs = new()
        {
            ["InviteClient/TimerA"] = ["Calling"],
            ["InviteClient/TimerB"] = ["Calling"],
            ["InviteClient/TimerD"] = ["Completed"],
            ["InviteClient/TimerM"] = ["Accepted"],
            ["NonInviteClient/TimerE"] = ["Trying", "Proceeding"],
            ["NonInviteClient/TimerF"] = ["Trying", "Proceeding"],
            ["NonInviteClient/TimerK"] = ["Completed"],
            ["InviteServer/TimerG"] = ["Completed"],
            ["InviteServer/TimerH"] = ["Completed"],
            ["InviteServer/TimerI"] = ["Confirmed"],
            ["InviteServer/TimerL"] = ["Accepted"],
            ["NonInviteServer/TimerJ"] = ["Completed"],
        };
        Holds(
            m => m.Input.StartsWith("Timer", StringComparison.Ordinal),
            m => runs[$"{m.Machine}/{m.Input}"].Contains(m.State) ? m.Actions != "None" || m.Next == "Terminated" : m.Actions == "None" && m.Next == m.State);
    }

    [Fact]
    public void A_final_response_starts_the_timer_that_ends_the_transaction()
    {
        Holds(m => m.State != "Accepted" && m.Next == "Accepted", m => m.Has("StartTimerL") || m.Has("StartTimerM"));
        Holds(m => m.State != "Completed" && m.Next == "Completed", m => m.Has("StartTimerD") || m.Has("StartTimerK") || m.Has("StartTimersGAndH") || m.Has("StartTimerJ"));
    }

    [Fact]
    public void An_ack_for_a_failure_is_never_shown_to_the_user() =>
        Holds(m => m.Input == "Ack" && m.State != "Accepted", m => !m.Has("PassAckToUser"));

    [Fact]
    public void A_repeated_request_is_never_passed_to_the_user_again() =>
        Holds(m => m.Input is "Invite" or "Request", m => !m.Has("PassRequestToUser") && m.Next == m.State);

    [Fact]
    public void Seeded_random_walks_end_within_the_timers_and_pass_at_most_one_first_final()
    {
        Random random = new(20260101);
        for (int walk = 0; walk < 5_000; walk++)
        {
            InviteServerState state = InviteServerMachine.Start.State;
            int responsesAfterFailure = 0;
            for (int step = 0; step < 40; step++)
            {
                InviteServerInput input = (InviteServerInput)random.Next(10);
                InviteServerStep next = InviteServerMachine.Step(state, input);
                if (state is InviteServerState.Completed or InviteServerState.Confirmed && next.Actions.HasFlag(InviteServerActions.SendResponse))
                {
                    responsesAfterFailure++;
                }

                state = next.State;
            }

            Assert.Equal(0, responsesAfterFailure);
        }
    }
}
