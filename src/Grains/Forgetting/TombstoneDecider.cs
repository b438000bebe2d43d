namespace Atmosphere.Grains.Forgetting;

/// <summary>Every decision about a tombstone. Pure.</summary>
internal static class TombstoneDecider
{
    /// <summary>Whether somebody is forgotten already, so that a new wish changes nothing.</summary>
    public static bool IsAnother(TombstoneState stone, ForgettingReceipt receipt) =>
        stone.Receipt is { FinishedAt: not null } known && known.AskedAt != receipt.AskedAt;

    public static TombstoneState Place(TombstoneState stone, ForgettingReceipt receipt) =>
        IsAnother(stone, receipt) || stone.Receipt == receipt ? stone : new() { Receipt = receipt };

    /// <summary>Only of the same removal: one that was lifted and placed anew has a receipt of its own.</summary>
    public static TombstoneState Renew(TombstoneState stone, ForgettingReceipt receipt) =>
        stone.Receipt?.AskedAt == receipt.AskedAt && stone.Receipt != receipt ? new() { Receipt = receipt } : stone;

    public static LiftAnswer Judge(TombstoneState stone) => stone.Receipt switch
    {
        null => LiftAnswer.NotForgotten,
        { FinishedAt: null } => LiftAnswer.StillRemoving,
        _ => LiftAnswer.Lifted,
    };
}
