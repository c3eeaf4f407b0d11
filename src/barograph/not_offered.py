"""What MLflow's surface has and Barograph does not have yet, so that using it says what is missing."""

_TOPICS = {
    "automatic logging": "autolog",
    "evaluation": "evaluate validate_evaluation_results metrics shap",
    "this module of MLflow, whose functions are at the top level,": "system_metrics",
    "the diagnosis of an installation": "doctor",
    "checkpoint import": "import_checkpoints",
    "Databricks": "login",
    "support for this library": (
        "catboost diffusers h2o johnsnowlabs keras lightgbm mleap onnx paddle pmdarima prophet pyspark pytorch rfunc"
        " sentence_transformers spacy spark statsmodels tensorflow transformers xgboost"
    ),
    "tracing and tools for language models": (
        "active_trace add_trace ag2 agent agno anthropic autogen bedrock context crewai delete_assessment delete_prompt_alias"
        " delete_trace_tag dspy flush_trace_async_logging gateway gemini genai get_active_trace_id get_assessment get_current_active_span"
        " get_last_active_trace_id get_trace groq haystack langchain litellm llama_index load_prompt log_assessment log_expectation"
        " log_feedback log_issue log_trace mistral openai override_feedback prompt promptflow pydantic_ai register_prompt search_prompts"
        " search_sessions search_traces semantic_kernel set_prompt_alias set_trace_tag smolagents start_span start_span_no_context strands"
        " test trace tracing txtai update_assessment update_current_trace"
    ),
    "workspaces": "create_workspace delete_workspace get_workspace list_workspaces set_workspace update_workspace",
    "this internal part of MLflow": (
        "azure config deployments environment_variables legacy_databricks_cli protos telemetry utils set_telemetry_client"
    ),
}

MISSING: dict[str, str] = {name: topic for topic, names in _TOPICS.items() for name in names.split()}
"""What is missing, by name of MLflow's top level."""
