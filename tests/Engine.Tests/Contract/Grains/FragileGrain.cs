namespace Atmosphere.Engine.Tests.Contract.Grains;

/// <summary>Fails to activate as often as its key says: "name:2" fails twice.</summary>
public interface IFragileGrain : IGrainWithStringKey
{
    Task<string> Ask();
}

internal sealed class FragileGrain : Grain, IFragileGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        Journal.Note(key, "activating");
        await Task.Yield();
        if (Journal.Count(key, "activating") <= int.Parse(key.Split(':')[1])) throw new InvalidOperationException("It is too early.");
    }

    public Task<string> Ask() => Task.FromResult("answer");
}
