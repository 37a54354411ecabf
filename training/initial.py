"""Starting from weights of an earlier run, or from shipped ones."""
import torch


def load_stage(model, path, prefix):
    """Loads a stage from a checkpoint that holds it alone or, under its prefix, among others."""
    content = torch.load(path, map_location="cpu")
    state = content.get("state_dict", content)
    if any(k.startswith(prefix) for k in state):
        state = {k[len(prefix):]: v for k, v in state.items() if k.startswith(prefix)}
    own = model.state_dict()
    missing = [k for k in own if k not in state]
    if missing:
        raise ValueError(f"{path}: {len(missing)} tensors are missing, the first is {missing[0]}")
    model.load_state_dict({k: state[k] for k in own})
