"""Writes model.onnx and tokenizer.json from the published package.

usage: build_model.py <langchain4j jar> <out dir>
Needs onnx. Same weights; rows of the vocabulary that the tokenizer can never produce, or that are
neither Chinese nor Latin, are dropped, and the tokenizer lower-cases as the vocabulary expects.
The last layer computes what the first token needs and no more: nothing else of it is ever read.
"""
import json, re, sys, zipfile
import numpy as np, onnx
from onnx import helper, numpy_helper

jar, out = sys.argv[1:3]
HAN = re.compile(r'[\u3400-\u9fff]')
FOREIGN = re.compile(r'[\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af\u1100-\u11ff\u0400-\u04ff\u0600-\u06ff\u0e00-\u0e7f]')
SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]']

package = zipfile.ZipFile(jar)
tokenizer = json.loads(package.read('bge-small-zh-v1.5-q-tokenizer.json'))
vocabulary = [piece for piece, _ in sorted(tokenizer['model']['vocab'].items(), key=lambda pair: pair[1])]

def reachable(piece):
    if piece in SPECIAL:
        return True
    if piece.startswith('[') and piece.endswith(']') and len(piece) > 2 or FOREIGN.search(piece):
        return False
    core = piece[2:] if piece.startswith('##') and len(piece) > 2 else piece
    if HAN.search(core) and (len(core) > 1 or core != piece):
        return False
    return piece == piece.lower()

keep = [at for at, piece in enumerate(vocabulary) if reachable(piece)]
model = onnx.load_model_from_string(package.read('bge-small-zh-v1.5-q.onnx'))
for weight in model.graph.initializer:
    if weight.name == 'embeddings.word_embeddings.weight_quantized':
        rows = np.ascontiguousarray(numpy_helper.to_array(weight)[keep])
        weight.CopyFrom(numpy_helper.from_array(rows, weight.name))

graph = model.graph
for name, value in (('first.starts', 0), ('first.ends', 1), ('first.axes', 1)):
    graph.initializer.append(numpy_helper.from_array(np.array([value], np.int64), name))

def give_first_token(user, wanted):
    """The node `user` gets the first token of that input whose name `wanted` tells."""
    at, node = next((at, node) for at, node in enumerate(graph.node) if node.name == user)
    place, tensor = next((place, name) for place, name in enumerate(node.input) if wanted(name))
    node.input[place] = f'{tensor}.first'
    slice_of = helper.make_node('Slice', [tensor, 'first.starts', 'first.ends', 'first.axes'], [f'{tensor}.first'])
    graph.node.insert(at, slice_of)

last = '/encoder/layer.3/attention'
give_first_token(f'{last}/self/query/MatMul_quant', lambda name: name.endswith('_quantized'))
give_first_token(f'{last}/output/Add', lambda name: '/layer.2/output/' in name)
onnx.checker.check_model(model)

with open(f'{out}/model.onnx', 'wb') as file:
    file.write(model.SerializeToString(deterministic=True))

pieces = {vocabulary[row]: at for at, row in enumerate(keep)}
special = [{'id': pieces[p], 'content': p, 'single_word': False, 'lstrip': False, 'rstrip': False,
            'normalized': False, 'special': True} for p in SPECIAL]
frame = [{'SpecialToken': {'id': '[CLS]', 'type_id': 0}}, {'Sequence': {'id': 'A', 'type_id': 0}},
         {'SpecialToken': {'id': '[SEP]', 'type_id': 0}}]
made = {
    'version': '1.0', 'truncation': None, 'padding': None, 'added_tokens': special,
    'normalizer': {'type': 'BertNormalizer', 'clean_text': True, 'handle_chinese_chars': True,
                   'strip_accents': True, 'lowercase': True},
    'pre_tokenizer': {'type': 'BertPreTokenizer'},
    'post_processor': {'type': 'TemplateProcessing', 'single': frame, 'pair': frame,
                       'special_tokens': {p: {'id': p, 'ids': [pieces[p]], 'tokens': [p]} for p in ('[CLS]', '[SEP]')}},
    'decoder': {'type': 'WordPiece', 'prefix': '##', 'cleanup': True},
    'model': {'type': 'WordPiece', 'unk_token': '[UNK]', 'continuing_subword_prefix': '##',
              'max_input_chars_per_word': 100, 'vocab': pieces},
}
with open(f'{out}/tokenizer.json', 'w', encoding='utf8') as file:
    json.dump(made, file, ensure_ascii=False, separators=(',', ':'))
